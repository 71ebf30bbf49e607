import { readApdu } from '#drivers/chip/apdu'
import { readChipClass } from '#drivers/chip/class-descriptor'
import { beginT0 } from '#drivers/chip/t0'
import { blockOf, makeT1 } from '#drivers/chip/t1'
import { ATR_T1 } from '#drivers/gadget/smart-card'
import { makeCardReader } from '#drivers/gadget/card-reader'
import { GENERIC_Z, packetOf, readPacket } from '#drivers/pin-pad/profile'
import { makeMessageReader, MESSAGE_BYTES_MAX, prefixed } from '#drivers/terminal/frames'
import { endingOf, fenOf, readResponse } from '#drivers/terminal/messages'
import { bodyOf } from '#drivers/terminal/virtual-books'
import type { Target } from './targets.ts'

/** Parsers of what chip cards, their readers, PIN pads and payment terminals say. */
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const latin = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))

function promise(holds: boolean, words: string): void {
  if (!holds) throw new Error(words)
}

/** An input in parts: each begins with its length. */
function partsOf(input: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at < input.length; at += 1 + (input[at] ?? 0))
    parts.push(input.slice(at + 1, at + 1 + (input[at] ?? 0)))
  return parts
}
const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(parts.flatMap((part) => [Uint8Array.of(part.length), part]))

const DESCRIPTORS = (['tpdu', 'short', 'extended'] as const).map((level) => {
  const make = { level, automatic: level === 'tpdu', pinPad: true, interrupt: true }
  return makeCardReader(make, { wait: () => new Promise(() => undefined) }).gadget.configuration
})

/** A card on T=1: whatever it says, the dialogue ends, and no block is longer than there can be. */
function blocks(input: Uint8Array): string {
  const t1 = makeT1(16)
  t1.begin(ATR_T1)
  for (const part of partsOf(input)) {
    const step = t1.take(part.length === 0 ? null : part)
    if (step.is !== 'send') return step.is === 'failed' ? step.why : 'an answer'
    promise(step.block.length <= 258 && step.times <= 255, 'a block that can not be')
  }
  return 'goes on'
}

/** A card on T=0: never more is taken than was asked for. */
function shorts(input: Uint8Array): string {
  const apdu = readApdu(hex('00 A4 04 00 01 77 20'))
  const t0 = apdu && beginT0(apdu)
  for (const part of partsOf(input)) {
    const step = t0?.take(part)
    if (!step || step.is === 'misread') return 'misread'
    if (step.is === 'answer') promise(step.bytes.length <= 0x20 + 2, 'more than was asked for')
    if (step.is === 'answer') return 'an answer'
  }
  return 'goes on'
}

const PARTIES = { sale: 'TILL1', terminal: 'POI1' }
const BOOKED = {
  amount: 12_345,
  asked: 1,
  moved: 1,
  lookedUp: 0,
  why: null,
  giveUp: false,
  number: 1,
  service: 'S1',
} as const
const answer = (kind: 'Payment' | 'Reversal', state: 'approved' | 'declined'): Uint8Array => {
  const header = { MessageCategory: kind, MessageType: 'Response', ServiceID: 'S1', SaleID: 'TILL1', POIID: 'POI1' }
  return latin(JSON.stringify({ SaleToPOIResponse: { MessageHeader: header, ...bodyOf({ ...BOOKED, kind, state }) } }))
}

function response(input: Uint8Array): string {
  for (const kind of ['Payment', 'Reversal'] as const) {
    const read = readResponse(input, kind, 'S1', PARTIES)
    const ending = read && endingOf(kind, read, null)
    if (ending?.is === 'approved') {
      promise(Number.isSafeInteger(ending.amount) && ending.amount >= 0, 'no amount of fen')
      promise(
        ending.card === null || /^\d{0,6}[*xX]+\d{0,4}$/.test(ending.card),
        'more of a card number than may be shown',
      )
    }
    if (read) return ending?.is ?? 'no ending'
  }
  return 'nothing'
}

function line(input: Uint8Array): string {
  const read = makeMessageReader().take(input)
  if (read === 'broken') return read
  promise(
    read.every((message) => message.length <= MESSAGE_BYTES_MAX),
    'a message longer than any',
  )
  // Cut in two, it says the same, up to where it breaks.
  const [reader, half] = [makeMessageReader(), input.length >> 1]
  const apart = [reader.take(input.subarray(0, half)), reader.take(input.subarray(half))].filter(
    (all) => all !== 'broken',
  )
  promise(apart.flat().length === read.length, 'it hangs on where the line is cut')
  return read.length === 0 ? 'nothing' : read.length === 1 ? 'a message' : 'messages'
}

const ENTERED = packetOf(GENERIC_Z.pinDukpt.answers.entered, {
  ...{ reference: '0001', format: '0', ksn: 'FFFF9876543210E00001', block: '1B9C1845EB993A7A' },
})

export const CARD_TARGETS: readonly Target[] = [
  {
    ...{ name: 'apdu', file: 'drivers/chip/apdu.ts' },
    corpus: ['00840000', '00B0000000', '00D00000021122', '00A404000177 00', '00D0000000000211220100'].map(hex),
    run: (input) => {
      const apdu = readApdu(input)
      promise(!apdu || apdu.data.length + 4 <= input.length, 'more data than there is')
      return apdu
        ? `${apdu.extended ? 'extended' : 'short'}, ${apdu.wanted === null ? 'nothing' : 'some'} back`
        : 'nothing'
    },
  },
  {
    ...{ name: 't0', file: 'drivers/chip/t0.ts', run: shorts },
    corpus: [joined(hex('6110'), hex('AABB9000')), joined(hex('6102'), hex('6C01'), hex('AA6101'), hex('BB9000'))],
  },
  {
    ...{ name: 't1', file: 'drivers/chip/t1.ts', run: blocks },
    corpus: [
      joined(blockOf(0x00, hex('9000'))),
      joined(blockOf(0xc3, hex('03')), blockOf(0x20, hex('AABB')), blockOf(0x40, hex('9000'))),
      joined(blockOf(0xc1, hex('10')), blockOf(0x90), blockOf(0x82), blockOf(0xc2)),
    ],
    mend: (input) => joined(...partsOf(input).map((part) => blockOf(part[1] ?? 0, part.slice(3, -1)))),
  },
  {
    ...{ name: 'chip-class', file: 'drivers/chip/class-descriptor.ts', corpus: DESCRIPTORS },
    run: (input) => {
      const read = readChipClass(input)
      promise(!read || (read.messageBytesMax >= 271 && read.messageBytesMax <= 65_554), 'messages that can not be')
      return read ? read.level : 'nothing'
    },
  },
  {
    ...{ name: 'pad-packets', file: 'drivers/pin-pad/profile.ts' },
    corpus: [latin(ENTERED), latin('73.20001'), latin('11.PP1\x1cM0:08D7B4'), latin('02.008D7B4')],
    run: (input) => {
      const text = Buffer.from(input).toString('latin1')
      const read = readPacket(GENERIC_Z.pinDukpt, text) ?? readPacket(GENERIC_Z.loadMaster, text)
      promise(!read || Object.values(read.values).every((value) => !value.includes('\x1c')), 'a value of two fields')
      return read ? read.is : readPacket(GENERIC_Z.status, text) ? 'here' : 'nothing'
    },
  },
  {
    ...{ name: 'terminal-line', file: 'drivers/terminal/frames.ts', run: line },
    corpus: [prefixed('{}'), Buffer.concat([prefixed('{"a":1}'), prefixed('[]')]), hex('FFFFFFFF00')],
  },
  {
    ...{ name: 'terminal-answer', file: 'drivers/terminal/messages.ts', run: response },
    corpus: (['Payment', 'Reversal'] as const).flatMap((kind) => [answer(kind, 'approved'), answer(kind, 'declined')]),
  },
  {
    ...{ name: 'terminal-amount', file: 'drivers/terminal/messages.ts' },
    corpus: ['12.3', '0.01', '9999999999.99', '1e3', '-1'].map(latin),
    run: (input) => {
      const fen = fenOf(Number(Buffer.from(input).toString('latin1')))
      promise(fen === null || (Number.isSafeInteger(fen) && fen >= 0), 'no amount of fen')
      return fen === null ? 'nothing' : 'fen'
    },
  },
]
