import type { Clock } from '#drivers/clock/port'
import { within } from '#drivers/clock/within'
import type { Hub, HubLine } from '#drivers/hub/port'
import type { Log } from '#drivers/log/port'
import type { Head } from '#journal/adapter'
import type { AheadLine } from '#journal/ahead'
import type { KeyObject } from 'node:crypto'
import { readBatch, subjectOf, type Batch, type Sender } from './batch.ts'
import { eachOfOurs } from './handshake.ts'

/** What the hub has of this station's own branch behind its last record: a machine's image was put back. */
export interface ForwardParts {
  readonly hub: Hub
  readonly sender: Sender
  /** The station's own, by which its batches are told from whatever else lies on its subject. */
  readonly key: KeyObject
  readonly clock: Pick<Clock, 'wait' | 'nowMs'>
  readonly log: Log
}

/** Where the journal ends. */
export interface ForwardFrom {
  /** The station and epoch of its last record, such as `01-e1`. */
  readonly journal: string
  readonly head: Head
  /** Whether anything is to be taken: not where a manager has decided that this machine goes on by itself. */
  readonly isWanted: boolean
  /** Whether this version can go by all of these: what it can not would keep it from opening. */
  readonly understands: (lines: readonly AheadLine[]) => boolean
}

export interface Forwarded {
  /** Whether the hub said what it has of this station, and nothing of it is missing here. */
  readonly isWhole: boolean
  readonly lines: readonly AheadLine[]
  /** The branch that the hub has last of this station, such as `01-e2`; null where it was not learned. */
  readonly newest: string | null
}

/** So long a start waits to hear what the hub has last. Without a network it costs no more. */
export const REACH_MS = 3_000
/** So long for all of it to come, once it is known to be there. */
export const COMING_MS = 120_000
/**
 * Whoever wrote within it may be another machine that is in the midst of something: an order of its would be taken for
 * one that a crash has left, and undone.
 */
export const ALIVE_MS = 120_000
/** More is not taken: some half a year's. That is for a backup. */
const AHEAD_BYTES_MAX = 67_108_864
/** Messages that are read at once. */
const AT_ONCE = 64

interface Found {
  readonly lines: readonly AheadLine[]
  readonly why: 'nothing' | 'alive' | 'parted' | 'newer' | 'too-slow' | 'too-much' | 'not-understood' | null
}
export const NOBODY: Forwarded = { isWhole: false, lines: [], newest: null }
const none = (why: Found['why']): Found => ({ lines: [], why })

/**
 * The lines behind the journal's last one, up to the newest that the hub has; all of them or none: what stops between
 * the order of a payment and its end would have a payment undone that was made. Never rejects, ends within its limits.
 */
export async function fastForward(parts: ForwardParts, from: ForwardFrom): Promise<Forwarded> {
  const { hub, clock, log } = parts
  const over = new AbortController()
  const until = <Value>(ms: number, work: Promise<Value>) => within(clock.wait, ms, work, null)
  const connecting = hub.connect(over.signal)
  try {
    const line = await until(REACH_MS, connecting)
    if (line?.is !== 'line') return NOBODY
    const newest = await until(REACH_MS, newestOf(parts, line))
    if (newest === null) return NOBODY
    if (typeof newest === 'string')
      return { isWhole: newest === 'nothing', lines: told(log, none(newest)), newest: null }
    const { branch, last, lines } = newest.batch
    const isOurs = branch === from.journal
    const isAhead = from.isWanted && isOurs && last > from.head.seq
    if (!isAhead) return { isWhole: isOurs && last <= from.head.seq, lines: [], newest: branch }
    const writtenMs = Math.max(...lines.map(({ record }) => record.ts))
    if (clock.nowMs() - writtenMs < ALIVE_MS) return { isWhole: false, lines: told(log, none('alive')), newest: branch }
    const found = await until(COMING_MS, gathered({ ...parts, ...from, line }, newest))
    const taken = told(log, found ?? none('too-slow'))
    return { isWhole: taken.length > 0, lines: taken, newest: branch }
  } finally {
    over.abort()
    // A line that comes when nobody waits for it any more is closed too.
    void connecting.then((line) => (line.is === 'line' ? line.close() : undefined))
  }
}

function told(log: Log, { lines, why }: Found): readonly AheadLine[] {
  if (lines.length > 0)
    log.note('records that the hub had of this station were taken', {
      sequence: lines.at(-1)?.record.seq ?? 0,
    })
  else if (why !== null && why !== 'nothing') log.note('what the hub has of this station was not taken', { why })
  return lines
}

interface Newest {
  readonly batch: Batch
  readonly place: number
}

/** The newest batch of this station, whatever lies behind it; null where the hub fell silent. */
async function newestOf({ sender, key }: ForwardParts, line: HubLine): Promise<Newest | 'nothing' | 'newer' | null> {
  const newest = await line.newest(subjectOf(sender))
  if (newest.is === 'silence') return null
  if (newest.value === null) return 'nothing'
  const { place } = newest.value
  const read = readBatch(sender, newest.value, key)
  if (read.is === 'newer') return 'newer'
  if (read.is === 'batch') return { batch: read.batch, place }
  let found: Newest | 'nothing' = 'nothing'
  const whole = await eachOfOurs({ line, sender, key }, 1, (batch, { place: at }) => {
    found = { batch, place: at }
    return true
  })
  return whole === 'whole' ? found : whole === 'silence' ? null : whole
}

type Gathering = ForwardParts & ForwardFrom & { readonly line: HubLine }

async function gathered(parts: Gathering, { batch, place }: Newest): Promise<Found> {
  const from = await spotBefore(parts, place)
  const found = await chainFrom(parts, from)
  // Where some of it was sent again, or was lost, it is not in order: then all of it is read.
  const whole = found.why === 'parted' && from > 1 ? await chainFrom(parts, 1) : found
  if (whole.why !== null) return whole
  const end = whole.lines.find(({ record }) => record.seq === batch.last)
  if (end?.hash !== batch.hash) return none('parted')
  return parts.understands(whole.lines) ? whole : none('not-understood')
}

/** A place of the hub before which nothing is that is looked for, as far as its messages are in order. */
async function spotBefore({ line, sender, key, head }: Gathering, newest: number): Promise<number> {
  let [low, high] = [1, newest]
  while (high - low > AT_ONCE) {
    const middle = Math.floor((low + high) / 2)
    const heard = await line.from(subjectOf(sender), middle, 1)
    const [message] = heard.is === 'heard' ? heard.value : []
    const read = message ? readBatch(sender, message, key) : null
    if (message && read?.is === 'batch' && read.batch.first <= head.seq + 1) low = message.place
    else high = middle
  }
  return low
}

/** What goes on from the head, line by line, as far as the hub has it. */
async function chainFrom(parts: Gathering, from: number): Promise<Found> {
  const { journal } = parts
  const lines: AheadLine[] = []
  let { head } = parts
  let bytes = 0
  const read = await eachOfOurs(parts, from, (batch, { payload }) => {
    if (batch.branch !== journal) return true
    for (const line of placed(batch, payload)) {
      const { seq, prev, j } = line.record
      if (seq !== head.seq + 1 || prev !== head.hash || j !== journal) continue
      head = { seq, hash: line.hash }
      lines.push(line)
      bytes += line.bytes
    }
    return bytes <= AHEAD_BYTES_MAX
  })
  if (read !== 'whole') return none(read === 'newer' ? read : 'too-slow')
  if (bytes > AHEAD_BYTES_MAX) return none('too-much')
  return lines.length === 0 ? none('parted') : { lines, why: null }
}

function placed({ lines }: Batch, payload: Uint8Array): AheadLine[] {
  let at = 0
  return lines.map((line) => ({ ...line, raw: payload.subarray(at, (at += line.bytes)) }))
}
