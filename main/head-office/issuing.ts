import type { Sentence } from '#domain/sentence'
import { dirname, resolve } from 'node:path'
import type { Asked } from './arguments.ts'
import { tidied } from './base32.ts'
import { enterInBook } from './book.ts'
import { Refuse, type CommandParts } from './command.ts'
import { privateKeyIn } from './keys.ts'
import { makeToken, placeOf, scannable, type TokenKind } from './token.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** A code that waits for longer is one that was forgotten; the rest is for stations whose clock was once set ahead. */
const DAYS_MAX = 3650
const ID_BYTES = 8
const FINGERPRINT = /^[0-9A-HJKMNP-TV-Z]{16}$/

/** Makes a code: first its line in the book, then the code. */
export async function issue(command: CommandParts, { options }: Asked): Promise<Sentence[]> {
  const { disk, clock, random, drawQr } = command
  const keyPath = resolve(options.get('--key') ?? '')
  const key = await privateKeyIn(disk, keyPath)
  const device = tidied(options.get('--device') ?? '')
  const [merchant, terminal] = [options.get('--merchant') ?? '', options.get('--terminal') ?? '']
  const days = Number(options.get('--days'))
  const operator = options.get('--reset') ?? ''
  if (!FINGERPRINT.test(device)) throw wrong('设备指纹', 'device', '16 个字符', '16 signs')
  if (!/^[\w-]{1,15}$/.test(merchant)) throw wrong('商户号', 'merchant', '1 至 15 位', '1 to 15 signs')
  if (!/^[\w-]{1,8}$/.test(terminal)) throw wrong('终端号', 'terminal', '1 至 8 位', '1 to 8 signs')
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX) throw wrong('天数', 'days', '1 至 3650', '1 to 3650')
  if (options.has('--reset') && !/^\d{2,6}$/.test(operator))
    throw wrong('编号', 'operator', '2 至 6 位', '2 to 6 digits')
  const kind: TokenKind = options.has('--reset') ? 'reset' : options.has('--demand') ? 'demand' : 'activation'
  const issuedMs = Math.floor(clock.nowMs() / MINUTE_MS) * MINUTE_MS
  const id = Buffer.from(random.bytes(ID_BYTES)).toString('hex')
  const expiresMs = issuedMs + days * DAY_MS
  const place = { merchant, terminal, device }
  const token = makeToken({ kind, place: placeOf(place), issuedMs, expiresMs, id, operator }, key)
  await enterInBook(disk, dirname(keyPath), { is: 'issued', id, atMs: issuedMs, kind, ...place, operator, expiresMs })
  const drawn = options.get('--qr')
  if (drawn !== undefined) await drawQr(resolve(drawn), scannable(token))
  return [
    { zh: `已开码 ${id}，${days} 天内有效，只能用一次`, en: `Made ${id}: good once, for days: ${days}` },
    same(token),
    same(scannable(token)),
  ]
}

const same = (text: string): Sentence => ({ zh: text, en: text })

const wrong = (zh: string, en: string, mustZh: string, mustEn: string) =>
  new Refuse({
    zh: `${zh}应为${mustZh}，没有开码。请改正后再试。`,
    en: `Not a ${en}: ${mustEn}. Correct it; no code was made.`,
  })
