import type { Active } from './activation.ts'
import { answerOf, type Apdu } from './apdu.ts'
import { HEADER_BYTES } from './ccid.ts'
import type { ChipClass } from './class-descriptor.ts'
import type { Conversation } from './conversation.ts'
import { APDU_BYTES_MAX, type Exchanged, type PinAsked } from './port.ts'
import { PIN_COMMAND, pinVerification } from './secure.ts'
import { beginT0 } from './t0.ts'
import { isInformation, type T1 } from './t1.ts'
import { outcomeOf, transferred, type Transfer, type Transferred } from './transfer.ts'

/** How an APDU goes to the card, by what the reader does of it (dwFeatures, exchange level). */
export interface Way {
  readonly conversation: Conversation
  readonly chip: ChipClass
  readonly active: Active
}

export function exchangeBy(way: Way, bytes: Uint8Array, apdu: Apdu): Promise<Exchanged> {
  const { chip, active } = way
  if (chip.level === 'extended') return exchangeExtended(way, bytes)
  if (bytes.length > chip.messageBytesMax - HEADER_BYTES && active.t1 === null)
    return Promise.resolve({ is: 'refused', why: 'too-long' })
  if (active.t1) return exchangeBlocks(way, active.t1, active.t1.begin(bytes))
  if (chip.level === 'tpdu') return exchangeT0(way, apdu)
  return apdu.extended
    ? Promise.resolve({ is: 'refused', why: 'too-long' })
    : transferred(way.conversation, { data: bytes, limitMs: active.limitMs }).then(endOf)
}

/** Has the reader ask for the PIN; `active` of T=1 has its numbers go on. */
export async function verifyBy({ conversation, chip, active }: Way, asked: PinAsked): Promise<Exchanged> {
  if (!chip.pin) return { is: 'refused', why: 'unsupported' }
  const [node = 0, control = 0, length = 0] = active.t1?.begin(PIN_COMMAND) ?? []
  const data = pinVerification(asked, [node, control, length])
  const limitMs = asked.seconds * 1000 + active.limitMs
  const came = outcomeOf(await conversation.say('secure', { data }, limitMs))
  if (came.is !== 'bytes' || !active.t1) return endOf(came)
  const step = active.t1.take(came.bytes)
  // Sent again from here it would be the command without a digit, and cost a try.
  if (step.is === 'send' && isInformation(step.block)) return { is: 'unknown', why: 'misread' }
  if (step.is === 'send') return exchangeBlocks({ conversation, chip, active }, active.t1, step.block, true)
  return step.is === 'answer' ? ended(step.bytes) : { is: 'unknown', why: step.why }
}

function endOf(came: Transferred): Exchanged {
  return came.is === 'bytes' ? ended(came.bytes) : came
}

function ended(bytes: Uint8Array): Exchanged {
  const answer = answerOf(bytes)
  return answer ? { is: 'answer', ...answer } : { is: 'unknown', why: 'misread' }
}

/** What fails after the first transfer has reached the card, or may have. */
const later = (came: Exclude<Transferred, { is: 'bytes' }>, isFirst: boolean): Exchanged =>
  isFirst ? came : { is: 'unknown', why: came.why }

async function exchangeT0({ conversation, active }: Way, apdu: Apdu): Promise<Exchanged> {
  const t0 = beginT0(apdu)
  if (!t0) return { is: 'refused', why: 'too-long' }
  let data = t0.first
  for (;;) {
    const came = await transferred(conversation, { data, limitMs: active.limitMs })
    if (came.is !== 'bytes') return later(came, data === t0.first)
    const step = t0.take(came.bytes)
    if (step.is === 'misread') return { is: 'unknown', why: 'misread' }
    if (step.is === 'answer') return ended(step.bytes)
    data = step.bytes
  }
}

/** `isLater`: the card has the command already, and it may not be sent from here. */
async function exchangeBlocks(
  { conversation, active }: Way,
  t1: T1,
  first: Uint8Array,
  isLater = false,
): Promise<Exchanged> {
  let next: Transfer = { data: first, limitMs: active.limitMs }
  for (;;) {
    const came = await transferred(conversation, next)
    // A block that did not come, or not whole, is asked for again by the protocol itself.
    const isLost = came.is === 'unknown' && (came.why === 'mute' || came.why === 'misread')
    if (came.is !== 'bytes' && !isLost) return later(came, next.data === first && !isLater)
    const step = t1.take(came.is === 'bytes' ? came.bytes : null)
    if (step.is === 'failed') return { is: 'unknown', why: step.why }
    if (step.is === 'answer') return ended(step.bytes)
    const { block, times } = step
    if (isLater && isInformation(block)) return { is: 'unknown', why: 'misread' }
    next = { data: block, limitMs: active.limitMs * times, times: times > 1 ? times : 0 }
  }
}

/** wLevelParameter and bChainParameter (6.1.4, 6.2.1): where a part stands in a long command or answer. */
const [WHOLE, BEGINS, ENDS, GOES_ON, NEXT] = [0, 1, 2, 3, 0x10]

async function exchangeExtended({ conversation, chip, active }: Way, bytes: Uint8Array): Promise<Exchanged> {
  const size = chip.messageBytesMax - HEADER_BYTES
  const { limitMs } = active
  let came: Transferred | null = null
  for (let at = 0; at < bytes.length; at += size) {
    const [isFirst, isLast] = [at === 0, at + size >= bytes.length]
    const part = isFirst ? (isLast ? WHOLE : BEGINS) : isLast ? ENDS : GOES_ON
    came = await transferred(conversation, { data: bytes.subarray(at, at + size), limitMs, part })
    if (came.is !== 'bytes') return later(came, isFirst)
    if (!isLast && came.chain !== NEXT) return { is: 'unknown', why: 'misread' }
  }
  const got: Uint8Array[] = []
  for (let total = 0; came?.is === 'bytes';) {
    got.push(came.bytes)
    total += came.bytes.length
    if (came.chain === WHOLE || came.chain === ENDS) return ended(Buffer.concat(got))
    // Longer than any answer, or a part that is none.
    if (total > APDU_BYTES_MAX || came.bytes.length === 0) return { is: 'unknown', why: 'misread' }
    came = await transferred(conversation, { data: new Uint8Array(0), limitMs, part: NEXT })
  }
  return { is: 'unknown', why: came?.why ?? 'not-an-apdu' }
}
