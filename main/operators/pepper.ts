import type { Hashing } from '#drivers/hashing/port'
import type { Random } from '#drivers/random/port'
import type { Vault } from '../vault.ts'
import { createHmac } from 'node:crypto'

/**
 * Hashes of secrets that a copied file alone does not let anybody guess: argon2id of HMAC-SHA-256 under a key of this
 * station, the pepper, which lies in the vault. A hash names its pepper, so that one made elsewhere is told from a
 * wrong secret.
 */
export interface Peppered {
  readonly hash: (secret: string) => Promise<string>
  /** False also for what was hashed under a pepper that can not be read here. */
  readonly verify: (stored: string, secret: string) => Promise<boolean>
  /** Made without this pepper, or at another cost than new ones: to be made anew once the secret is known. */
  readonly isStale: (stored: string) => boolean
  /** Made under a pepper that can not be read here: no secret is right. */
  readonly isElsewhere: (stored: string) => boolean
}

export const PEPPER = 'pepper'
const PEPPER_BYTES = 32
const ID_SIGNS = 8
/** `peppered-<id>:` before the PHC string; a hash of before has no such mark. */
const MARK = /^peppered-([\w-]{8}):/

/** As the vault keeps it: the name that hashes call it by, and its bytes. */
const PEPPER_TEXT = /^([\w-]{8})\.([\w-]{43})$/

interface Pepper {
  readonly id: string
  readonly key: Uint8Array
}

export function makePeppered(parts: { readonly vault: Vault; readonly hashing: Hashing; readonly random: Random }) {
  const { vault, hashing, random } = parts
  const known = (): Pepper | null => {
    const [, id, key] = PEPPER_TEXT.exec(vault.get(PEPPER) ?? '') ?? []
    return id === undefined || key === undefined ? null : { id, key: Buffer.from(key, 'base64url') }
  }
  /** Made at first need: on disk before the first hash that hangs on it. */
  async function ensured(): Promise<Pepper> {
    const before = known()
    if (before) return before
    const key = random.bytes(PEPPER_BYTES)
    const id = Buffer.from(random.bytes(PEPPER_BYTES)).toString('base64url').slice(0, ID_SIGNS)
    await vault.put(PEPPER, `${id}.${Buffer.from(key).toString('base64url')}`)
    return { id, key }
  }
  const isElsewhere = (stored: string): boolean => {
    const [, id] = MARK.exec(stored) ?? []
    return id !== undefined && id !== known()?.id
  }
  const peppered: Peppered = {
    hash: async (secret) => {
      const pepper = await ensured()
      return `peppered-${pepper.id}:${await hashing.hash(keyed(pepper, secret))}`
    },
    verify: async (stored, secret) => {
      const pepper = known()
      const plain = stored.replace(MARK, '')
      if (plain === stored) return hashing.verify(stored, secret)
      return pepper !== null && !isElsewhere(stored) && (await hashing.verify(plain, keyed(pepper, secret)))
    },
    isStale: (stored) => !MARK.test(stored) || hashing.isStale(stored.replace(MARK, '')),
    isElsewhere,
  }
  return peppered
}

const keyed = ({ key }: Pepper, secret: string): string =>
  createHmac('sha256', key).update(secret.normalize('NFC')).digest('base64')
