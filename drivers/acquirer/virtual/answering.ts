import { f54Text } from '../codec/f54.ts'
import { f60Text, readF60 } from '../codec/f60.ts'
import { f63Answer } from '../codec/f63.ts'
import { packFrame, swappedTpdu } from '../codec/frame.ts'
import type { FieldValue } from '../codec/kinds.ts'
import { answerMti, messageOf, pack, textOf, type Message } from '../codec/message.ts'
import type { AcquirerProfile } from '../codec/profile.ts'
import type { Read } from '../codec/read.ts'
import { seal } from '../mac.ts'
import { tlvBytes } from '../tlv.ts'
import type { Seen } from './eyes.ts'
import type { HostTime } from './facts.ts'
import type { HostMood } from './moods.ts'
import type { HostState } from './state.ts'

/** What is said to one request. */
export interface Said {
  readonly code: string
  readonly rrn: string
  /** Empty where there is none. */
  readonly authorisation: string
  /** Besides those that every answer has; F4 where it is another than was asked. */
  readonly fields: Readonly<Record<number, FieldValue | undefined>>
  /** Whether it is one that bears a MAC. */
  readonly isSealed: boolean
}

const ACQUIRER = '00010000'
const ISSUER = '00000000'
/** What every answer says again of its request. */
const ECHOED = [2, 3, 4, 11, 14, 25, 41, 42, 49, 53]
const ASKS_SIGN_IN = '3'
const ASKS_AT = 5

export function answerMessage(state: HostState, { message }: Seen, time: HostTime, answer: Said): Message {
  const echoed = Object.fromEntries(ECHOED.map((field) => [field, message.fields.get(field)]))
  return messageOf(answerMti(message.mti), {
    ...echoed,
    ...{ 12: time.hhmmss, 13: time.mmdd, 32: ACQUIRER, 37: answer.rrn, 39: answer.code },
    ...(answer.isSealed && { 15: time.mmdd, 44: `${ISSUER.padEnd(11)}${ACQUIRER.padEnd(11)}` }),
    38: answer.authorisation === '' ? undefined : answer.authorisation,
    60: batchIn(state, textOf(message, 60) ?? ''),
    ...answer.fields,
  })
}

/** As it was asked, with the batch in force; what can not be read is not said again. */
function batchIn({ batch }: HostState, asked: string): string | undefined {
  const read = readF60(asked)
  const text = read.ok ? f60Text({ ...read.value, batch: String(batch).padStart(6, '0') }) : read
  return text.ok ? text.value : undefined
}

/** The packet with its length; null where it can not be packed, which a twin keeps to itself. */
export function answerPacket(
  { profile, mak, mood }: { readonly profile: AcquirerProfile; readonly mak: Uint8Array | null } & Moody,
  { header }: Seen,
  message: Message,
): Uint8Array | null {
  const packed = mak !== null && mood !== 'no-mac' ? seal(message, profile, mak) : pack(message, profile)
  if (!packed.ok) return null
  const last = packed.value.length - 1
  if (mood === 'bad-mac' && mak !== null) packed.value.writeUInt8(packed.value.readUInt8(last) ^ 1, last)
  const tpdu = mood === 'wrong-tpdu' ? profile.tpdu : swappedTpdu(profile.tpdu)
  const asking = mood === 'asks-sign-in' ? header.slice(0, ASKS_AT) + ASKS_SIGN_IN + header.slice(ASKS_AT + 1) : header
  const frame = packFrame({ tpdu, header: asking, message: packed.value }, profile.lengthLimit)
  return frame.ok ? frame.value : null
}
interface Moody {
  readonly mood: HostMood | null
}

const valueIn = <Value>(read: Read<Value>): Value | undefined => (read.ok ? read.value : undefined)

/** F54: what may be spent. */
export const balanceText = (fen: number): string | undefined =>
  valueIn(f54Text({ accountType: '10', amountType: '02', currency: '156', fen }))

/** F55 of an answer to a chip: the bank’s own cryptogram (ARPC) and its code. */
export const chipAnswer = (code: string): Uint8Array | undefined =>
  valueIn(tlvBytes([{ tag: '91', value: Uint8Array.from(Buffer.from(`A1B2C3D4E5F60718${code}`.slice(0, 16), 'hex')) }]))

/** F63: whose card it is, and nothing more to say. */
export const remarks = (isForeign: boolean): Uint8Array | undefined =>
  valueIn(f63Answer({ organisation: isForeign ? 'VIS' : 'CUP', issuer: '', unionPay: '', acquirer: '', terminal: '' }))
