import type { Journal } from '#journal/journal'
import type { Acts } from './acts.ts'
import type { Storeroom } from './storeroom/storeroom.ts'

export interface EndingParts {
  readonly acts: Acts
  readonly printing: { readonly idle: () => Promise<void> }
  readonly closing: AbortController
  /** What goes on until `closing` ends it. */
  readonly beside: () => readonly Promise<unknown>[]
  readonly storeroom: Storeroom
  readonly journal: Journal
}

/** Takes no more acts, ends those under way and their slips, then closes the journal. */
export async function endInOrder({ acts, printing, closing, beside, storeroom, journal }: EndingParts): Promise<void> {
  await acts.end()
  await printing.idle()
  closing.abort()
  await Promise.all(beside())
  storeroom.close(acts.till())
  await journal.close()
}
