import { operatorNumbered } from '#domain/duty'
import type { Till } from '#domain/till'
import type { Random } from '#drivers/random/port'
import type { Acts } from './acts.ts'
import type { Opened } from './opening.ts'

/** At most: many more than the orders of a life that nobody here knows of. */
const ORDERS_LEFT_OUT = 100_000

export interface Starting {
  readonly acts: Acts
  readonly random: Random
  /** Head office, where there is one, did not say what it has, or has what is not here. */
  readonly isUnheard: boolean
}

/** What a start writes: that it happened, and operators whose record was lost between their file and the journal. */
export async function catchUp({ acts, random, isUnheard }: Starting, { operators }: Pick<Opened, 'operators'>) {
  await acts.happened(random.id(), {
    is: 'started',
    ...(isUnheard && { unheard: 1 + random.below(ORDERS_LEFT_OUT) }),
  })
  const known = operators.data.operators.map(({ number, name, role }) => ({ number, name, role }))
  // Head office may be just about to take somebody out, or in.
  const isLost = (till: Till, number: string) =>
    !operatorNumbered(till, number) && !till.postings.removed.includes(number)
  const lost = known.filter(({ number }) => isLost(acts.till(), number))
  if (lost.length === 0) return
  if (acts.till().operators.length === 0) {
    const made = { is: 'operators-made', operators: lost, signedIn: null } as const
    await acts.happened(random.id(), ({ operators: now }) => (now.length === 0 ? made : null))
    return
  }
  for (const operator of lost)
    await acts.happened(random.id(), (till) =>
      isLost(till, operator.number) ? { is: 'operator-added', operator, by: null } : null,
    )
}
