import type { Clock } from '../clock/port.ts'
import { makeCardSlot, type CardSlot } from './card-reader-slot.ts'
import { MESSAGE_BYTES_MAX, type CardSlotMake } from './card-reader-state.ts'
import { CLASS, configurationDescriptor, deviceDescriptor, type EndpointMake } from './descriptors.ts'
import type { Gadget, Setup } from './port.ts'
import { makeOutbox } from './queue.ts'

/** A reader for chip cards of CCID 1.1 with one slot: the twin of a device, and a device to a real kernel. */
export interface CardReader extends Omit<CardSlot, 'take' | 'abort'> {
  readonly gadget: Gadget
}

export interface CardReaderMake extends CardSlotMake {
  /** Whether it tells of cards that go in and out by itself. */
  readonly interrupt: boolean
}

/** Not given to any maker. */
export const CARD_READER = { vendor: 0x1209, product: 0x0c1d }
const [OUT, IN, NOTIFY] = [0x01, 0x82, 0x83]
const PACKET_BYTES = 64
const NOTIFY_BYTES = 8
const NOTIFY_MS = 16
/** A clock of 4 MHz, at which 10752 bits a second are the rate that every card begins with (372 clocks a bit). */
const [CLOCK_KHZ, BITS, BITS_MAX] = [4_000, 10_752, 344_086]
const IFSD = 254
const LEVELS = { tpdu: 0x10000, short: 0x20000, extended: 0x40000 } as const
/** Parameters by the answer to reset, voltage, clock, rate, agreeing on it, size of blocks (table 5.1-1). */
const AUTOMATIC = 0x02 | 0x08 | 0x10 | 0x20 | 0x40 | 0x400
/** Clock and rate as the parameters say: what even the simplest has. */
const BY_HAND = 0x10 | 0x20
/** Class requests of the control pipe (5.3). */
const [ABORT, CLOCKS, RATES] = [0x01, 0x02, 0x03]
const CLASS_OUT = 0x21
const CLASS_IN = 0xa1
const ANSWERS_KEPT = 64

export function makeCardReader(make: CardReaderMake, clock: Pick<Clock, 'wait'>): CardReader {
  const [answers, notices] = [
    makeOutbox({ kept: ANSWERS_KEPT, lost: 'oldest' }),
    makeOutbox({ kept: 1, lost: 'oldest' }),
  ]
  const slot = makeCardSlot(make, { clock, answer: answers.put, notice: notices.put })
  const gadget: Gadget = {
    device: deviceDescriptor({ ...CARD_READER, strings: [1, 2, 3] }),
    configuration: configurationOf(make),
    strings: ['cashier-station', 'Chip card reader', 'CR000001'],
    speed: 'full',
    control: (setup) => control(setup, slot),
    out: (endpoint, bytes) => (endpoint === OUT ? slot.take(bytes) : Promise.resolve('stalled')),
    in: (endpoint, bytes, stop) => (endpoint === (IN & 15) ? answers : notices).next(bytes, stop),
  }
  const { insert, remove, meet, press, parameters } = slot
  return { gadget, insert, remove, meet, press, parameters }
}

function configurationOf(make: CardReaderMake): Buffer {
  const endpoints: EndpointMake[] = [
    { address: OUT, type: 'bulk', bytes: PACKET_BYTES },
    { address: IN, type: 'bulk', bytes: PACKET_BYTES },
    { address: NOTIFY, type: 'interrupt', bytes: NOTIFY_BYTES, interval: NOTIFY_MS },
  ]
  const used = make.interrupt ? endpoints : endpoints.slice(0, 2)
  return configurationDescriptor([{ number: 0, is: [CLASS.chip, 0, 0], extra: classDescriptor(make), endpoints: used }])
}

/** Table 5.1-1. */
function classDescriptor({ level, automatic, pinPad }: CardReaderMake): Buffer {
  const bytes = Buffer.alloc(54)
  // Revision 1.10; one slot; 5 V, 3 V and 1.8 V; T=0 and T=1.
  bytes.set([bytes.length, 0x21, 0x10, 0x01, 0, 7, 3])
  bytes.writeUInt32LE(CLOCK_KHZ, 10)
  bytes.writeUInt32LE(CLOCK_KHZ, 14)
  bytes.writeUInt32LE(BITS, 19)
  bytes.writeUInt32LE(BITS_MAX, 23)
  bytes.writeUInt32LE(IFSD, 28)
  bytes.writeUInt32LE(LEVELS[level] | (automatic ? AUTOMATIC : BY_HAND), 40)
  bytes.writeUInt32LE(MESSAGE_BYTES_MAX, 44)
  // The class of GET RESPONSE and of ENVELOPE is that of the command; no display; PIN verification; one slot at work.
  bytes.set([0xff, 0xff, 0, 0, pinPad ? 1 : 0, 1], 48)
  return bytes
}

const fourBytes = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function control({ requestType, request, value }: Setup, slot: CardSlot): Uint8Array | null {
  if (requestType === CLASS_OUT && request === ABORT) {
    slot.abort(value >> 8)
    return new Uint8Array(0)
  }
  if (requestType === CLASS_IN && request === CLOCKS) return fourBytes(CLOCK_KHZ)
  return requestType === CLASS_IN && request === RATES ? fourBytes(BITS) : null
}
