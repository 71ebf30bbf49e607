import type { Sentence } from '#domain/sentence'
import { writeWhole } from '#journal/files'
import { createPublicKey, createPrivateKey } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import type { Asked } from './arguments.ts'
import { enterInBook, readBook } from './book.ts'
import { Refuse, type CommandParts } from './command.ts'
import { privateKeyIn, publicKeyIn } from './keys.ts'
import { keyId, publicText } from './token.ts'
import { headOfficeIn, HeadOfficeFile, RevokedList, signRevoked, trustOf } from './trust.ts'

const PRIVATE = 'head-office.key'
const PUBLIC = 'head-office.pub'
const REVOKED = 'revoked.json'
/** PKCS #8 of an Ed25519 key (RFC 8410) up to its 32 bytes, which any 32 random bytes are. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const SEED_BYTES = 32

/** Makes head office's keys, and never over others. */
export async function makeKeys({ disk, random }: CommandParts, { options }: Asked): Promise<Sentence[]> {
  const folder = resolve(options.get('--to') ?? '')
  await disk.makeFolder(folder)
  const path = join(folder, PRIVATE)
  if ((await disk.list(folder)).includes(PRIVATE)) {
    throw new Refuse({ zh: `${path} 已经存在，没有改动。`, en: `${path} is there already and was left as it is.` })
  }
  const der = Buffer.concat([PKCS8_HEAD, random.bytes(SEED_BYTES)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  await writeWhole(disk, path, Buffer.from(key.export({ format: 'pem', type: 'pkcs8' })))
  const pem = createPublicKey(key).export({ format: 'pem', type: 'spki' })
  await writeWhole(disk, join(folder, PUBLIC), Buffer.from(pem))
  await disk.syncFolder(folder)
  const id = keyId(publicText(key))
  return [
    { zh: `已生成密钥 ${id}：${path}，请离线保管`, en: `Made key ${id}: ${path}; keep it off line` },
    { zh: `收银台只需要 ${PUBLIC}`, en: `A station needs ${PUBLIC} alone` },
  ]
}

/** Has a station trust a key, as this merchant and terminal, or takes a newer list of codes taken back. */
export async function trust({ disk, folder: usual }: CommandParts, { options }: Asked): Promise<Sentence[]> {
  const folder = resolve(options.get('--data') ?? usual)
  await disk.makeFolder(join(folder, 'settings'))
  const file = await headOfficeIn(disk, folder)
  const named = options.get('--key')
  const key = named === undefined ? null : publicText(await publicKeyIn(disk, resolve(named)))
  const { merchant, terminal, keys } = file.data
  const next = HeadOfficeFile.safeParse({
    ...{ merchant: options.get('--merchant') ?? merchant, terminal: options.get('--terminal') ?? terminal },
    keys: key === null ? keys : { ...keys, [keyId(key)]: key },
    revoked: await revokedAsked(disk, options.get('--list') ?? null, file.data),
  })
  if (!next.success) {
    throw new Refuse({
      zh: '商户号应为 1 至 15 位、终端号 1 至 8 位，没有改动。请改正后再试。',
      en: 'A merchant has 15 signs at most, a terminal 8. Correct it; nothing was changed.',
    })
  }
  if (!trustOf(next.data)) {
    throw new Refuse({
      zh: '作废名单不是这些密钥签的，或还没有公钥，没有改动。请用 --key 指定总部的公钥。',
      en: 'None of these keys signed the list, or there is none yet. Name it with --key; nothing was changed.',
    })
  }
  file.data = next.data
  await file.write()
  const [ids, now] = [Object.keys(next.data.keys), next.data]
  return [
    {
      zh: `${folder} 信任 ${ids.join('、')}，商户 ${now.merchant}，终端 ${now.terminal}`,
      en: `${folder} trusts ${ids.join(', ')}, merchant ${now.merchant}, terminal ${now.terminal}`,
    },
    { zh: '下次启动生效；店长要在“完整性检查”里确认', en: 'It counts from the next start; a manager accepts it there' },
  ]
}

async function revokedAsked(disk: CommandParts['disk'], path: string | null, { revoked }: HeadOfficeFile) {
  if (path === null) return revoked
  const list = listIn(await disk.read(resolve(path)))
  if (list === null) {
    throw new Refuse({
      zh: `${path} 不是作废名单，没有改动。请指定 revoke 写出的 ${REVOKED}。`,
      en: `${path} is no list of codes taken back; nothing was changed. Name the ${REVOKED} that revoke wrote.`,
    })
  }
  if (revoked === null || list.issuedMs >= revoked.issuedMs) return list
  throw new Refuse({
    zh: '这份作废名单比收银台已有的旧，没有改动。请用最新的。',
    en: 'The station has a newer list than this one; nothing was changed. Name the newest.',
  })
}

/** Null where these bytes are no such list. */
function listIn(bytes: Uint8Array): RevokedList | null {
  try {
    return RevokedList.parse(JSON.parse(bytes.toString()))
  } catch {
    // The parsers say only by throwing that it is none.
    return null
  }
}

/** Takes a code back: in the book, and in the signed list that stations are given. */
export async function revoke(command: CommandParts, { named: id, options }: Asked): Promise<Sentence[]> {
  const { disk, clock } = command
  const keyPath = resolve(options.get('--key') ?? '')
  const key = await privateKeyIn(disk, keyPath)
  const folder = dirname(keyPath)
  const book = await readBook(disk, folder)
  if (!book.some((entry) => entry.is === 'issued' && entry.id === id)) {
    throw new Refuse({
      zh: `没有开过 ${id} 这个码。请用 npm run activation -- list --dir ${folder} 查看。`,
      en: `No code ${id} was made. See npm run activation -- list --dir ${folder}.`,
    })
  }
  const isNew = !book.some((entry) => entry.is === 'revoked' && entry.id === id)
  if (isNew) await enterInBook(disk, folder, { is: 'revoked', id, atMs: clock.nowMs() })
  const ids = [...new Set([...book.filter(({ is }) => is === 'revoked').map((entry) => entry.id), id])]
  const path = join(folder, REVOKED)
  await writeWhole(disk, path, Buffer.from(`${JSON.stringify(signRevoked(ids, clock.nowMs(), key), null, 2)}\n`))
  await disk.syncFolder(folder)
  const told = { zh: `已作废 ${id}；名单：${path}`, en: `Took ${id} back; the list: ${path}` }
  const data = options.get('--data')
  if (data === undefined) {
    return [
      told,
      {
        zh: `请在每台收银台上运行 npm run activation -- trust --list ${path}`,
        en: `Give it to each station: npm run activation -- trust --list ${path}`,
      },
    ]
  }
  const given = await trust(command, {
    verb: 'trust',
    named: '',
    options: new Map([
      ['--list', path],
      ['--data', data],
    ]),
  })
  return [told, ...given]
}

/** Every code that was made, the oldest first. */
export async function list({ disk, clock }: CommandParts, { options }: Asked): Promise<Sentence[]> {
  const folder = resolve(options.get('--dir') ?? '')
  const book = await readBook(disk, folder)
  const revoked = new Set(book.filter(({ is }) => is === 'revoked').map(({ id }) => id))
  const issued = book.flatMap((entry) => (entry.is === 'issued' ? [entry] : []))
  const lines = issued.map(({ id, kind, merchant, terminal, device, operator, expiresMs }) => {
    const until = new Date(expiresMs).toISOString().slice(0, 'YYYY-MM-DD'.length)
    const is = revoked.has(id) ? '✕' : expiresMs < clock.nowMs() ? '–' : '✓'
    const text = `${is} ${id} ${kind}${operator && ` ${operator}`} ${merchant} ${terminal} ${device} → ${until}`
    return { zh: text, en: text }
  })
  return [
    {
      zh: `开过 ${issued.length} 个码，作废 ${revoked.size} 个`,
      en: `made: ${issued.length}, taken back: ${revoked.size}`,
    },
    ...lines,
  ]
}
