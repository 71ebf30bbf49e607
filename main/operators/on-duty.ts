import { refused } from '#domain/result'
import type { Till } from '#domain/till'
import type { Acts, Planned } from '../acts.ts'

/**
 * Acts of whoever is on duty when they are asked for. One that waited its turn while somebody locked the station or
 * signed in is refused: it would be done in another's name.
 */
export const whileOnDuty = (acts: Acts): Acts => ({
  ...acts,
  act: <Value, Why extends string>(txn: string, decide: (till: Till) => Awaitable<Planned<Value, Why>>) => {
    const asker = acts.till().duty
    return acts.act<Value, Why | 'not-allowed'>(txn, (till) =>
      asker !== null && till.duty === asker ? decide(till) : refused('not-allowed'),
    )
  },
})

type Awaitable<Value> = Value | Promise<Value>
