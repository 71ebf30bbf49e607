import { KEY_BYTES, NONCE_BYTES, sealWith, unsealWith } from './aes.ts'
import type { Sealing } from './port.ts'
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'

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

/**
 * Secrets sealed with a key that lies in a file beside them: AES-256-GCM, readable by the station's user only.
 * That stops a copied settings folder, not a person who is that user, so it calls itself weak.
 */
export function keyFileSealing(folder: string): Sealing {
  let key: Promise<Buffer> | undefined
  const getKey = (): Promise<Buffer> => (key ??= readKey(folder))
  return {
    strength: () => Promise.resolve('weak'),
    seal: async (clear) => sealWith(await getKey(), randomBytes(NONCE_BYTES), clear),
    unseal: async (sealed) => unsealWith(await getKey(), sealed),
  }
}
