import { CacheFault, type Cache, type CachedSale } from '#drivers/cache/port'
import { readCheckpoint } from '../storeroom/checkpoint.ts'
import { writeTill } from '../storeroom/snapshot.ts'
import type { Anew } from './anew.ts'

/** Sales compared between two pauses: a few milliseconds' worth. */
const SALES_TOGETHER = 100

/** Of the station's own cache; null where it does not let itself be read. */
type Read<Value> = { readonly value: Value } | null
function reading<Value>(read: () => Value): Read<Value> {
  try {
    return { value: read() }
  } catch (cause) {
    if (cause instanceof CacheFault) return null
    throw cause
  }
}

export type Compared =
  /** Up to this receipt both are the same. */
  | { readonly is: 'so-far'; readonly receipt: string; readonly sales: number }
  | { readonly is: 'end' }
  | { readonly is: 'differs'; readonly receipt: string | null }

/** The next sales behind a receipt, in both caches. Both must have come to the same record. */
export function compareSales(own: Cache, scratch: Cache, after: string): Compared {
  const read = reading(() => own.salesAfter(after, SALES_TOGETHER))
  if (!read) return { is: 'differs', receipt: null }
  const [ours, theirs] = [read.value, scratch.salesAfter(after, SALES_TOGETHER)]
  for (let nth = 0; nth < Math.max(ours.length, theirs.length); nth++) {
    const receipt = differing(ours[nth], theirs[nth])
    if (receipt !== null) return { is: 'differs', receipt }
  }
  const last = theirs.at(-1)
  return last ? { is: 'so-far', receipt: last[0], sales: theirs.length } : { is: 'end' }
}

/** Null where both are the same. One that only one of them has is the smaller receipt. */
function differing(ours: CachedSale | undefined, theirs: CachedSale | undefined): string | null {
  if (!ours || !theirs) return (ours ?? theirs)?.[0] ?? null
  if (ours[0] !== theirs[0]) return ours[0] < theirs[0] ? ours[0] : theirs[0]
  return ours[1] === theirs[1] || isSameText(ours[1], theirs[1]) ? null : ours[0]
}

/** Whether the station's checkpoint is the till made anew, which has come to the same record. */
export function isSameTill(own: Cache, { known, till }: Anew): boolean {
  if (known === null) return true
  const read = reading(() => readCheckpoint(own.checkpoint(), NO_STOREROOM))
  const checkpoint = read?.value ?? null
  if (checkpoint?.known.seq !== known.seq || checkpoint.known.hash !== known.hash) return false
  return isSameText(JSON.stringify(writeTill(checkpoint.till)), JSON.stringify(writeTill(till)))
}

const NO_STOREROOM = { at: () => undefined, every: () => [] }

function isSameText(one: string, other: string): boolean {
  try {
    return isSame(JSON.parse(one), JSON.parse(other))
  } catch {
    // Somebody wrote what is no JSON.
    return false
  }
}

/** By value: what was read back and written again has its fields in another order. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))]
  return (
    left.size === right.size && [...left].every(([name, value]) => right.has(name) && isSame(value, right.get(name)))
  )
}
