import type { Sentence } from '#domain/sentence'
import type { KeyObject } from 'node:crypto'
import type { Asked } from './arguments.ts'
import type { CommandParts } from './command.ts'
import type { Kdf } from './format.ts'
import { fingerprintOf, keyOfPassphrase, publicHalf, readPem } from './keys.ts'
import { PASSPHRASE_SIGNS_MIN, Refuse } from './refusal.ts'
import { backupSettingsIn, type Recipient } from './settings.ts'
import type { OpenedBackup } from './unpack.ts'
import { join, resolve } from 'node:path'

const SALT_BYTES = 16

/** `npm run backup -- key`: says for whom backups are made from now on. */
export async function setRecipient(command: CommandParts, { options }: Asked, folder: string): Promise<Sentence[]> {
  const { disk } = command
  const pem = options.get('--public')
  const recipient = pem === undefined ? await ofPassphrase(command) : await ofOffice(command, resolve(pem))
  await disk.makeFolder(join(folder, 'settings'))
  const file = await backupSettingsIn(disk, folder)
  const to = options.get('--to')
  file.data = { ...file.data, recipient, ...(to !== undefined && { folder: resolve(to) }) }
  await disk.makeFolder(file.data.folder)
  await file.write()
  return [
    {
      zh: `备份从现在起写到 ${file.data.folder}，密钥指纹 ${recipient.fingerprint}；以前的备份仍用以前的口令打开`,
      en: `Backups go to ${file.data.folder} from now on, key ${recipient.fingerprint}; older ones keep their key`,
    },
    pem === undefined
      ? {
          zh: '口令不存在这台机器上，忘了就打不开备份。请妥善保管。',
          en: 'Keep the passphrase: nothing opens a backup without it.',
        }
      : {
          zh: '只有总部的私钥能打开备份。请与总部核对指纹。',
          en: 'Only head office can open them. Compare the fingerprint with theirs.',
        },
  ]
}

async function ofPassphrase({ ask, derive, cost, random }: CommandParts): Promise<Recipient> {
  const passphrase = (await ask('备份口令 / passphrase: ')) ?? ''
  if (Array.from(passphrase.normalize('NFC')).length < PASSPHRASE_SIGNS_MIN)
    throw new Refuse({ why: 'short-passphrase' })
  if ((await ask('再输一次 / once more: ')) !== passphrase) throw new Refuse({ why: 'passphrases-differ' })
  const { memoryKiB: memory, passes, lanes } = cost
  const kdf: Kdf = { salt: Buffer.from(random.bytes(SALT_BYTES)).toString('base64url'), memory, passes, lanes }
  const publicKey = publicHalf(await keyOfPassphrase(derive, passphrase, kdf))
  return { publicKey, fingerprint: fingerprintOf(publicKey), kdf }
}

async function ofOffice({ disk }: CommandParts, file: string): Promise<Recipient> {
  const key = readPem('public', (await disk.read(file)).toString())
  if (!key) throw new Refuse({ why: 'not-a-key', file })
  const publicKey = publicHalf(key)
  return { publicKey, fingerprint: fingerprintOf(publicKey), kdf: null }
}

/** The private key that should open this backup: head office's, or that of a passphrase, which is asked for. */
export async function openerFor(
  { disk, ask, derive }: CommandParts,
  { options }: Asked,
  { header, file }: OpenedBackup,
): Promise<KeyObject> {
  const pem = options.get('--key')
  if (pem !== undefined) {
    const path = resolve(pem)
    const key = readPem('private', (await disk.read(path)).toString())
    if (!key) throw new Refuse({ why: 'not-a-key', file: path })
    return key
  }
  if (header.kdf === null) throw new Refuse({ why: 'wrong-key', file })
  return keyOfPassphrase(derive, (await ask('备份口令 / passphrase: ')) ?? '', header.kdf)
}
