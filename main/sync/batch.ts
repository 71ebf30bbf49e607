import { HashText, JournalNameText, readJournalName } from '#journal/epoch'
import { LINE_BYTES_MAX, readLine, type Line } from '#journal/line'
import { z } from 'zod'
import { createHash, verify, type KeyObject } from 'node:crypto'

/**
 * What a station sends to head office: a run of its journal's lines, byte for byte as they lie on its disk, signed by
 * the station's own key. Who stores or carries it needs not be trusted: the lines are chained, the signature names
 * shop, station, branch and run, and binds every byte.
 */
export interface Batch {
  /** The station's branch of the journal: the epoch that it works in now, such as `01-e1`. */
  readonly branch: string
  /** Sequence numbers of its records. */
  readonly first: number
  readonly last: number
  /** The hash that its first record names as the one before it, and that of its last. */
  readonly prev: string
  readonly hash: string
  readonly lines: readonly Line[]
}

export interface BatchMessage {
  readonly subject: string
  readonly id: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: Uint8Array
}

/** One station of one shop. Both are whole tokens of a subject. */
export interface Sender {
  readonly shop: string
  readonly station: string
}

/** A batch is closed before it would be longer than either. */
export const BATCH_BYTES_MAX = 262_144
export const BATCH_RECORDS_MAX = 400
/** As many bytes as a message that is no batch may at most have. */
export const PAYLOAD_BYTES_MAX = BATCH_BYTES_MAX + LINE_BYTES_MAX

export const subjectOf = ({ shop, station }: Sender): string => `j.${shop}.${station}`

export interface Run {
  readonly branch: string
  readonly first: number
  readonly last: number
  readonly prev: string
  readonly hash: string
  /** The lines, whole. */
  readonly payload: Uint8Array
}

export function batchMessage(sender: Sender, run: Run, sign: (text: Uint8Array) => string): BatchMessage {
  const { branch, first, last, prev, hash, payload } = run
  return {
    ...{ subject: subjectOf(sender), id: `${branch}:${first}-${last}:${hash}`, payload },
    headers: {
      ...{ 'J-Branch': branch, 'J-First': String(first), 'J-Last': String(last), 'J-Prev': prev, 'J-Hash': hash },
      'J-Sig': sign(signedText(sender, run)),
    },
  }
}

/** Whoever signs anything else with this key signs a text that begins otherwise. */
function signedText({ shop, station }: Sender, { branch, first, last, prev, hash, payload }: Run): Buffer {
  const sum = createHash('sha256').update(payload).digest('hex')
  return Buffer.from(['cashier-station batch 1', shop, station, branch, first, last, prev, hash, sum].join('\n'))
}

const Sequence = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number)
const Headers = z.object({
  ...{ 'J-Branch': JournalNameText, 'J-First': Sequence, 'J-Last': Sequence },
  ...{ 'J-Prev': HashText.or(z.literal('')), 'J-Hash': HashText, 'J-Sig': z.base64().length(88) },
})

/** `junk`: no batch of this station, whoever put it there · `newer`: signed, but of a later version. */
export type ReadBatch = { readonly is: 'batch'; readonly batch: Batch } | { readonly is: 'junk' | 'newer' }
const JUNK: ReadBatch = { is: 'junk' }

/** Reads a message on a station's subject, holding every word of it against its signature and its lines. */
export function readBatch(
  sender: Sender,
  { headers, payload }: Pick<BatchMessage, 'headers' | 'payload'>,
  key: KeyObject,
): ReadBatch {
  const read = Headers.safeParse(headers)
  if (!read.success || payload.length > PAYLOAD_BYTES_MAX) return JUNK
  const said = read.data
  const [branch, first, last] = [said['J-Branch'], said['J-First'], said['J-Last']]
  const [prev, hash] = [said['J-Prev'], said['J-Hash']]
  const text = signedText(sender, { branch, first, last, prev, hash, payload })
  if (!verify(null, text, key, Buffer.from(said['J-Sig'], 'base64'))) return JUNK
  const lines = linesIn(Buffer.from(payload), { first, last, prev })
  if (lines === 'newer') return { is: 'newer' }
  const isOurs = readJournalName(branch)?.station === sender.station
  return lines && isOurs && lines.at(-1)?.hash === hash
    ? { is: 'batch', batch: { branch, first, last, prev, hash, lines } }
    : JUNK
}

/** Null where they are not the lines of a journal, from `first` to `last` without a gap. */
function linesIn(bytes: Buffer, run: Pick<Run, 'first' | 'last' | 'prev'>): Line[] | 'newer' | null {
  const lines: Line[] = []
  let { prev } = run
  for (let at = 0; at < bytes.length;) {
    const read = readLine(bytes, at)
    if (read.is === 'newer') return 'newer'
    if (read.is === 'broken') return null
    const { line } = read
    if (line.record.seq !== run.first + lines.length || line.record.prev !== prev) return null
    lines.push(line)
    prev = line.hash
    at += line.bytes
  }
  return lines.length === run.last - run.first + 1 ? lines : null
}
