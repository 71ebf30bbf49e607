import type { Secrets } from './port.ts'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Secrets sealed with a key that lies in a file beside them: AES-256-GCM, readable by the station's user only.
 * That stops a copied settings folder, not a person who is that user, so it calls itself weak.
 */
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Written beside and linked into place: a power cut leaves a whole key or none, and an existing key always stays. */
async function makeKey(folder: string, path: string): Promise<void> {
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(randomBytes(KEY_BYTES))
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (problem) {
    if (!isCode(problem, 'EEXIST')) throw problem
  } finally {
    await unlink(draft)
  }
  const directory = await open(folder, 'r')
  await directory.sync()
  await directory.close()
}

const isCode = (problem: unknown, code: string): boolean =>
  problem instanceof Error && 'code' in problem && problem.code === code

async function readKey(folder: string): Promise<Buffer> {
  const path = join(folder, 'secrets.key')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await readFile(path).catch(async (problem: unknown) => {
    if (!isCode(problem, 'ENOENT')) throw problem
    await makeKey(folder, path)
    return readFile(path)
  })
  // A new key in place of a damaged one would quietly make every sealed secret unreadable.
  if (found.length !== KEY_BYTES) throw new Error(`${path} is damaged; restore it from a backup or remove it`)
  return found
}

export function keyFileSecrets(folder: string): Secrets {
  let key: Promise<Buffer> | undefined
  const getKey = (): Promise<Buffer> => (key ??= readKey(folder))
  return {
    strength: () => Promise.resolve('weak'),
    seal: async (clear) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', await getKey(), nonce)
      const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
    },
    unseal: async (sealed) => {
      const bytes = Buffer.from(sealed, 'base64')
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null
      const decipher = createDecipheriv('aes-256-gcm', await getKey(), bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      try {
        return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        // The tag does not fit: changed since, or sealed under another key. The port's word for that is null.
        return null
      }
    },
  }
}
