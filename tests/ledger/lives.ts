import { formatLine } from '#journal/line'
import type { Identity } from '#main/identity'
import { batchMessage, type BatchMessage, type Sender } from '#main/sync/batch'
import { generateKeyPairSync, sign } from 'node:crypto'

/** One program's journal, as it goes on by itself: its lines, and the hash of each. */
export interface Life {
  readonly epoch: number
  readonly lines: readonly Buffer[]
  readonly hashes: readonly string[]
}

export const NEW_LIFE: Life = { epoch: 1, lines: [], hashes: [] }
const MORNING_MS = Date.UTC(2026, 4, 4, 1)
let written = 0

export interface Written {
  readonly type?: string
  readonly ts?: number
  readonly body?: unknown
}

/** The life with records added; no two are ever alike. */
export function lived(life: Life, station: string, records: readonly Written[]): Life {
  const [lines, hashes] = [[...life.lines], [...life.hashes]]
  for (const { type = 'test', ts = MORNING_MS + written * 1_000, body = { text: '收款' } } of records) {
    const seq = lines.length + 1
    const head = { v: 1, j: `${station}-e${life.epoch}`, seq, ts, prev: hashes.at(-1) ?? '' } as const
    const line = formatLine({ ...head, txn: `txn-${++written}`, type, body }, seq - 1)
    lines.push(line.bytes)
    hashes.push(line.hash)
  }
  return { ...life, lines, hashes }
}

/** The journal that a line is of. */
export const journalOf = (line: Buffer | undefined): string =>
  /"j":"(\d+-e\d+)"/.exec(line?.toString() ?? '')?.[1] ?? ''

export const some = (count: number): Written[] => Array.from({ length: count }, () => ({}))

/** As it was when it had so many records; in a later epoch it says that it goes on from there. */
export function restored(life: Life, station: string, upTo: number, epoch: number): Life {
  const old = { ...life, lines: life.lines.slice(0, upTo), hashes: life.hashes.slice(0, upTo) }
  const hash = old.hashes.at(-1)
  if (epoch === life.epoch || hash === undefined) return { ...old, epoch }
  const event = {
    is: 'epoch-began',
    parent: journalOf(old.lines.at(-1)),
    forkSeq: upTo,
    hash,
    fork: `fork-nth-${++written}`,
  }
  return lived({ ...old, epoch }, station, [{ type: 'epoch-began', body: { event, reply: null } }])
}

/** A batch of a life's records, as its station sends it under the branch that it works in. */
export function batchOf(
  { sender, identity }: { readonly sender: Sender; readonly identity: Identity },
  life: Life,
  run: { readonly first: number; readonly last: number; readonly branch?: string },
): BatchMessage {
  const { first, last, branch = `${sender.station}-e${life.epoch}` } = run
  const [prev = '', hash = ''] = [life.hashes[first - 2], life.hashes[last - 1]]
  const payload = Buffer.concat(life.lines.slice(first - 1, last))
  return batchMessage(sender, { branch, first, last, prev, hash, payload }, identity.sign)
}

export function newIdentity(): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    sign: (text) => sign(null, text, privateKey).toString('base64'),
  }
}
