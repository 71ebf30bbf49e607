import { operatorNumbered } from '#domain/duty'
import type { Random } from '#drivers/random/port'
import type { Acts } from './acts.ts'
import type { Opened } from './opening.ts'

/** At most: many more than the orders of a life that nobody here knows of. */
const ORDERS_LEFT_OUT = 100_000

export interface Starting {
  readonly acts: Acts
  readonly random: Random
  /** Head office, where there is one, did not say what it has. */
  readonly isUnheard: boolean
}

/** What a start writes: that it happened, and operators whose record was lost between their file and the journal. */
export async function catchUp({ acts, random, isUnheard }: Starting, { operators }: Pick<Opened, 'operators'>) {
  await acts.happened(random.id(), {
    is: 'started',
    ...(isUnheard && { unheard: 1 + random.below(ORDERS_LEFT_OUT) }),
  })
  const known = operators.data.operators.map(({ number, name, role }) => ({ number, name, role }))
  const lost = known.filter(({ number }) => !operatorNumbered(acts.till(), number))
  if (lost.length === 0) return
  if (acts.till().operators.length === 0) {
    await acts.happened(random.id(), { is: 'operators-made', operators: lost, signedIn: null })
    return
  }
  for (const operator of lost) await acts.happened(random.id(), { is: 'operator-added', operator, by: null })
}
