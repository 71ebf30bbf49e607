import type { PaidSale } from '#domain/paid-sale'
import type { SalesStoreroom } from '#domain/sales'
import type { Till } from '#domain/till'
import type { Known } from '#journal/survey'
import { sumOf } from '#journal/durable-file'
import { tillOf, TillShape, writeTill } from './snapshot.ts'
import { z } from 'zod'

/** Counts changes of what the till means where its shape stays the same: checkpoints of before are not gone on from. */
const MEANING = 1

const Checkpoint = z.strictObject({
  meaning: z.literal(MEANING),
  known: z.strictObject({
    ...{ seq: z.int().min(1), hash: z.string(), journal: z.string(), segment: z.int().min(1), at: z.int().min(0) },
    segments: z.array(z.int().min(1)).min(1),
  }),
  till: TillShape,
})
const Summed = z.strictObject({ sum: z.string(), content: z.unknown() })

export function writeCheckpoint(till: Till, known: Known): string {
  const content = { meaning: MEANING, known, till: writeTill(till) }
  return JSON.stringify({ sum: sumOf(content), content })
}

/** Null where there is none, or none that this version can go on from. */
export function readCheckpoint(
  text: string | null,
  storeroom: SalesStoreroom<PaidSale>,
): { readonly known: Known; readonly till: Till } | null {
  const read = contentOf(text)
  return read && { known: read.known, till: tillOf(read.till, storeroom) }
}

/** Up to where the journal was known at the checkpoint; null where there is none, or none of this version. */
export const readKnown = (text: string | null): Known | null => contentOf(text)?.known ?? null

function contentOf(text: string | null): z.infer<typeof Checkpoint> | null {
  if (text === null) return null
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  const summed = Summed.safeParse(parsed)
  if (!summed.success || sumOf(summed.data.content) !== summed.data.sum) return null
  const read = Checkpoint.safeParse(summed.data.content)
  return read.success ? read.data : null
}
