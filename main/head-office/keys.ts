import { isMissing } from '#journal/files'
import type { Disk } from '#drivers/disk/port'
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { Refuse } from './command.ts'

const noKey = (path: string) =>
  new Refuse({
    zh: `${path} 不是总部的密钥。请用 npm run activation -- keys 生成的文件。`,
    en: `${path} is no key of head office. Name a file that npm run activation -- keys made.`,
  })

async function textOf(disk: Disk, path: string): Promise<string> {
  try {
    return (await disk.read(path)).toString()
  } catch (cause) {
    if (isMissing(cause)) throw noKey(path)
    throw cause
  }
}

/** A private key of head office in PEM. Throws Refuse and DiskFault. */
export const privateKeyIn = (disk: Disk, path: string): Promise<KeyObject> => keyIn(disk, path, createPrivateKey)
/** A public one, or the public half of a private one. */
export const publicKeyIn = (disk: Disk, path: string): Promise<KeyObject> => keyIn(disk, path, createPublicKey)

async function keyIn(disk: Disk, path: string, read: (pem: string) => KeyObject): Promise<KeyObject> {
  const pem = await textOf(disk, path)
  let key: KeyObject | null = null
  try {
    key = read(pem)
  } catch {
    // The library says only by throwing that a text is no key.
  }
  if (key?.asymmetricKeyType !== 'ed25519') throw noKey(path)
  return key
}
