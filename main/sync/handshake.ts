import type { OfficeHead } from '#domain/parting'
import { isLaterEpoch } from '#journal/epoch'
import type { HubLine, HubMessage } from '#drivers/hub/port'
import type { KeyObject } from 'node:crypto'
import { readBatch, subjectOf, type Batch, type Sender } from './batch.ts'
import type { Outbox } from './outbox.ts'

/** Before anything is sent, what the hub has of this station is held against the journal. */
export type Shaken =
  /** It is sent after this record, behind the message at this place of the hub (0: behind none). */
  | { readonly is: 'goes-on'; readonly seq: number; readonly place: number }
  /** The hub has records under this branch that are not ours: from this one on. */
  | { readonly is: 'fork'; readonly seq: number; readonly there: OfficeHead }
  /** The station goes on elsewhere, in a later branch: this is what is left of it. */
  | { readonly is: 'superseded'; readonly branch: string; readonly there: OfficeHead }
  /** A later version of the program has sent for this station. */
  | { readonly is: 'newer' }
  | { readonly is: 'silence' }

export interface ShakingParts {
  readonly line: Pick<HubLine, 'newest' | 'from'>
  readonly outbox: Outbox
  readonly sender: Sender
  /** The station's own, by which its batches are told from whatever else lies on its subject. */
  readonly key: KeyObject
  /** What new records are written in. */
  readonly branch: string
  /** Where the hub is known to have had a batch of ours; 1 where none is known. */
  readonly sureFrom: number
}

/** Messages that are read at once where the newest is none of ours. */
const AT_ONCE = 64

export async function shakeHands(parts: ShakingParts): Promise<Shaken> {
  const { line, sender } = parts
  const newest = await line.newest(subjectOf(sender))
  if (newest.is === 'silence') return { is: 'silence' }
  if (newest.value === null) return { is: 'goes-on', seq: 0, place: 0 }
  const { place } = newest.value
  const read = readBatch(sender, newest.value, parts.key)
  if (read.is === 'newer') return { is: 'newer' }
  if (read.is === 'batch') return judged(parts, read.batch, place)
  // Junk is skipped, and what is added goes behind it.
  const ours = await newestOfOurs(parts)
  if (ours === 'silence') return { is: 'silence' }
  if (ours === 'newer') return { is: 'newer' }
  return ours === null ? { is: 'goes-on', seq: 0, place } : judged(parts, ours, place)
}

async function judged(parts: ShakingParts, { branch, last, hash }: Batch, place: number): Promise<Shaken> {
  const { outbox } = parts
  const there = { branch, seq: last, hash }
  if (isLaterEpoch(branch, parts.branch)) return { is: 'superseded', branch, there }
  if ((await outbox.hashAt(last)) === hash) return { is: 'goes-on', seq: last, place }
  const common = await commonRecord(parts)
  if (common === 'silence') return { is: 'silence' }
  // In a branch of its own it goes on from where both parted; in the same one somebody else has gone on.
  return branch === parts.branch ? { is: 'fork', seq: common + 1, there } : { is: 'goes-on', seq: common, place }
}

/** The last record that is the same here and there. */
async function commonRecord(parts: ShakingParts): Promise<number | 'silence'> {
  const { outbox } = parts
  let common = 0
  const read = await eachOfOurs(parts, 1, async ({ first, last, hash, lines }) => {
    if (first > common + 1) return true
    if ((await outbox.hashAt(last)) === hash) {
      common = Math.max(common, last)
      return true
    }
    for (const { record, hash: own } of lines) {
      if ((await outbox.hashAt(record.seq)) !== own) return false
      common = Math.max(common, record.seq)
    }
    return true
  })
  return read === 'silence' ? 'silence' : common
}

async function newestOfOurs(parts: ShakingParts): Promise<Batch | null | 'silence' | 'newer'> {
  const found: Batch[] = []
  const read = await eachOfOurs(parts, parts.sureFrom, (batch) => {
    found[0] = batch
    return true
  })
  if (read !== 'whole') return read
  // The hub was set back since: what was sure of it is not any more.
  if (found.length === 0 && parts.sureFrom > 1) return newestOfOurs({ ...parts, sureFrom: 1 })
  return found[0] ?? null
}

/** Hands over the station's own batches from a place on, until it is told to stop or there is no more. */
export async function eachOfOurs(
  { line, sender, key }: Pick<ShakingParts, 'line' | 'sender' | 'key'>,
  from: number,
  take: (batch: Batch, message: HubMessage) => boolean | Promise<boolean>,
): Promise<'whole' | 'silence' | 'newer'> {
  for (let place = from; ;) {
    const heard = await line.from(subjectOf(sender), place, AT_ONCE)
    if (heard.is === 'silence') return 'silence'
    for (const message of heard.value) {
      const read = readBatch(sender, message, key)
      if (read.is === 'newer') return 'newer'
      if (read.is === 'batch' && !(await take(read.batch, message))) return 'whole'
    }
    const last: HubMessage | undefined = heard.value.at(-1)
    if (!last || heard.value.length < AT_ONCE) return 'whole'
    place = last.place + 1
  }
}
