import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import { durableFile, FileRefused } from '#journal/durable-file'
import { writeWhole } from '#journal/files'
import { z } from 'zod'
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { join } from 'node:path'

/**
 * The station's own key (Ed25519), by which what leaves it can be told from what was made elsewhere. Whoever works as
 * the station's user of the operating system can sign with it: a signature says which station, not which person, and is
 * worth what the copy of the public key is worth that head office holds it against.
 */
export interface Identity {
  /** Base64 of its SubjectPublicKeyInfo: what stands between the first and last line of its PEM. */
  readonly publicKey: string
  /** Base64 of 64 bytes. */
  readonly sign: (text: Uint8Array) => string
}

export interface IdentityParts {
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
}

/** PKCS #8 of an Ed25519 key (RFC 8410) up to its 32 bytes, which any 32 random bytes are. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const SEED_BYTES = 32

/** `key`: base64 of the private key's PKCS #8; null until there is one. */
const IdentityFile = z.strictObject({ key: z.base64().length(64).nullable() })
type IdentityFile = z.infer<typeof IdentityFile>

const SEALED = 'sealed'
const publicPath = (folder: string): string => join(folder, 'settings', 'identity.pub')

const fileIn = ({ disk, folder }: IdentityParts) =>
  durableFile<IdentityFile>({
    ...{ disk, path: join(folder, SEALED, 'identity.json'), schema: IdentityFile, first: { key: null } },
  })

/** Null where there is none yet. Throws FileRefused and DiskFault. */
export async function readIdentity(parts: IdentityParts): Promise<Identity | null> {
  const { key } = (await fileIn(parts)).data
  return key === null ? null : identityOf(keyIn(key))
}

/**
 * The identity, made where there is none yet: durable when it resolves, and its public part is in the settings. The
 * caller holds the folder's lock, so that two do not each make one. Throws FileRefused and DiskFault.
 */
export async function ensureIdentity(parts: IdentityParts, random: Random): Promise<Identity> {
  const { disk, folder } = parts
  await disk.makeFolder(join(folder, SEALED))
  await disk.makeFolder(join(folder, 'settings'))
  const file = await fileIn(parts)
  if (file.data.key === null) {
    file.data = { key: Buffer.concat([PKCS8_HEAD, random.bytes(SEED_BYTES)]).toString('base64') }
    await file.write()
  }
  const identity = identityOf(keyIn(file.data.key ?? ''))
  if ((await readPublicKey(parts)) !== identity.publicKey) await publish(parts, identity)
  return identity
}

/** Made at a start, where it is not yet. Selling needs none: one that can not be read is told of, not waited for. */
export async function identityAtStart(
  parts: IdentityParts & { readonly random: Random; readonly log: Log },
): Promise<Identity | null> {
  try {
    return await ensureIdentity(parts, parts.random)
  } catch (cause) {
    if (!(cause instanceof DiskFault || cause instanceof FileRefused)) throw cause
    parts.log.fault('the station has no identity that can be read', cause)
    return null
  }
}

/** As `settings/identity.pub` says it; null where there is none, or it is none. Throws DiskFault. */
export async function readPublicKey({ disk, folder }: IdentityParts): Promise<string | null> {
  try {
    const pem = (await disk.read(publicPath(folder))).toString()
    return publicKeyOf(createPublicKey(pem))
  } catch (cause) {
    if (cause instanceof DiskFault && cause.why !== 'missing') throw cause
    // It is not there, or nothing that a key can be read from.
    return null
  }
}

const keyIn = (key: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' })
const publicKeyOf = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).toString('base64')
const identityOf = (key: KeyObject): Identity => ({
  publicKey: publicKeyOf(createPublicKey(key)),
  sign: (text) => sign(null, text, key).toString('base64'),
})

async function publish({ disk, folder }: IdentityParts, { publicKey }: Identity): Promise<void> {
  const path = publicPath(folder)
  const beside = `${path}.new`
  await writeWhole(disk, beside, Buffer.from(`-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----\n`))
  await disk.rename(beside, path)
  await disk.syncFolder(join(folder, 'settings'))
}
