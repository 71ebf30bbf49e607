import { deadCodes } from '#domain/in-force'
import type { Till } from '#domain/till'
import type { Disk } from '#drivers/disk/port'
import { durableFile } from '#journal/durable-file'
import type { Low } from 'lowdb'
import { z } from 'zod'
import { sign, verify, type KeyObject } from 'node:crypto'
import { ed25519In } from '../ed25519.ts'
import { keyId, publicText } from './token.ts'
import { join } from 'node:path'

/** Whom the station believes, and as which terminal: `settings/head-office.json`, which IT puts there. */
const TokenId = z.string().regex(/^[0-9a-f]{16}$/)
export const KeyId = z.string().regex(/^[0-9a-f]{8}$/)
/** Base64 of 64 bytes, in the one way that they are written. */
export const Signature = z
  .base64()
  .length(88)
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text)
/** More keys than head office turns over in a station's life; and more codes than it takes back. */
const KEYS_MAX = 20
const REVOKED_MAX = 10_000

/** Codes that were taken back, signed as a whole. */
export const RevokedList = z.strictObject({
  issuedMs: z.int().min(0),
  ids: z.array(TokenId).max(REVOKED_MAX),
  key: KeyId,
  signature: Signature,
})
export type RevokedList = z.infer<typeof RevokedList>

export const HeadOfficeFile = z.strictObject({
  /** As the acquirer numbers them: 15 and 8 signs; empty where there is none yet. */
  merchant: z.string().regex(/^[\w-]{0,15}$/),
  terminal: z.string().regex(/^[\w-]{0,8}$/),
  /** Base64 of each SubjectPublicKeyInfo, by its name. */
  keys: z.record(KeyId, z.base64().max(120)).refine((keys) => Object.keys(keys).length <= KEYS_MAX),
  revoked: RevokedList.nullable().default(null),
})
export type HeadOfficeFile = z.infer<typeof HeadOfficeFile>

export const NO_HEAD_OFFICE: HeadOfficeFile = { merchant: '', terminal: '', keys: {}, revoked: null }
export const HEAD_OFFICE_FILE = 'head-office.json'

/** Throws FileRefused and DiskFault. */
export const headOfficeIn = (disk: Disk, folder: string): Promise<Low<HeadOfficeFile>> =>
  durableFile<HeadOfficeFile>({
    ...{ disk, path: join(folder, 'settings', HEAD_OFFICE_FILE), schema: HeadOfficeFile, first: NO_HEAD_OFFICE },
    byHand: true,
  })

export interface Trust {
  readonly merchant: string
  readonly terminal: string
  readonly keys: ReadonlyMap<string, KeyObject>
  readonly revoked: ReadonlySet<string>
}

const listed = ({ issuedMs, ids }: Pick<RevokedList, 'issuedMs' | 'ids'>): Buffer =>
  Buffer.from(['cashier-station revoked 1', String(issuedMs), ...ids].join('\n'))

export const signRevoked = (ids: readonly string[], issuedMs: number, key: KeyObject): RevokedList => ({
  ...{ issuedMs, ids: [...ids], key: keyId(publicText(key)) },
  signature: sign(null, listed({ issuedMs, ids: [...ids] }), key).toString('base64'),
})

/** Null where nobody is trusted: no key that is one, or a list of codes taken back that none of them signed. */
export function trustOf({ merchant, terminal, keys: named, revoked }: HeadOfficeFile): Trust | null {
  const keys = new Map(
    Object.entries(named).flatMap(([id, text]) => {
      const key = ed25519In(text)
      return key && keyId(text) === id ? [[id, key] as const] : []
    }),
  )
  if (keys.size === 0 || keys.size < Object.keys(named).length) return null
  if (revoked) {
    const key = keys.get(revoked.key)
    if (!key || !verify(null, listed(revoked), key, Buffer.from(revoked.signature, 'base64'))) return null
  }
  return { merchant, terminal, keys, revoked: new Set(revoked?.ids ?? []) }
}

/** Without the keys and codes that head office took back by a posting since; null where nobody is left. */
export function trustNow(trust: Trust | null, till: Pick<Till, 'postings'>): Trust | null {
  if (trust === null) return null
  const { deadKeys } = till.postings
  const keys = new Map([...trust.keys].filter(([id]) => !deadKeys.includes(id)))
  return keys.size === 0 ? null : { ...trust, keys, revoked: new Set([...trust.revoked, ...deadCodes(till)]) }
}
