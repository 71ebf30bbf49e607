import type { HubMessage } from '#drivers/hub/port'
import type { Entry, StationKey } from '#drivers/ledger/port'
import { createHash, type KeyObject } from 'node:crypto'
import { ed25519In } from '../ed25519.ts'
import { readBatch, type Sender } from '../sync/batch.ts'

/** Whose batches are read, by which keys. */
export interface Registry {
  /** Of a station, newest first. */
  readonly keysOf: (sender: Sender) => readonly RegisteredKey[]
}
interface RegisteredKey {
  readonly publicKey: string
  readonly key: KeyObject
}

/** A station has one, and another after it lost that; more are a register gone wrong. */
const KEYS_MAX = 8
const SUBJECT = /^j\.([\w-]{1,32})\.(\d{2,3})$/
/** On a subject that is no station's. */
const NOBODY: Sender = { shop: '?', station: '?' }

export function makeRegistry(keys: readonly StationKey[]): Registry {
  const known = new Map<string, RegisteredKey[]>()
  for (const { shop, station, publicKey } of keys) {
    const key = ed25519In(publicKey)
    const before = known.get(`${shop}.${station}`) ?? []
    if (key && before.length < KEYS_MAX) known.set(`${shop}.${station}`, [...before, { publicKey, key }])
  }
  return { keysOf: ({ shop, station }) => known.get(`${shop}.${station}`) ?? [] }
}

/** What a message of the hub is to the ledger. */
export function sorted(message: HubMessage, registry: Registry): Entry {
  const [, shop, station] = SUBJECT.exec(message.subject) ?? []
  if (shop === undefined || station === undefined) return { is: 'junk', ...NOBODY }
  const sender = { shop, station }
  const { place, headers, payload } = message
  const met = { ...sender, place, headers, payload }
  const keys = registry.keysOf(sender)
  if (keys.length === 0) return { is: 'evidence', why: 'unknown', ...met }
  for (const { publicKey, key } of keys) {
    const read = readBatch(sender, message, key)
    if (read.is === 'newer') return { is: 'evidence', why: 'newer', ...met }
    if (read.is === 'batch')
      return { is: 'batch', ...met, branch: read.batch.branch, publicKey, signature: headers['J-Sig'] ?? '' }
  }
  return { is: 'junk', ...sender }
}

/** Tells a message from any other that a hub may have in its place. */
export function markOf({ subject, headers, payload }: HubMessage): string {
  const words = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([subject, words]))
    .update(payload)
    .digest('hex')
}
