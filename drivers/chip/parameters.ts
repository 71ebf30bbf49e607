import type { Atr } from './atr.ts'
import type { ChipClass } from './class-descriptor.ts'
import type { ChipProtocol } from './port.ts'

/** ISO/IEC 7816-3, tables 7 and 8: clock rate and baud rate adjustment by the two halves of TA1; nought is not used. */
const CLOCK_RATES = [372, 372, 558, 744, 1116, 1488, 1860, 0, 0, 512, 768, 1024, 1536, 2048, 0, 0]
const BAUD_RATES = [0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0]
export const DEFAULT_RATES = 0x11
const [CLOCK_RATE, CLOCK_KHZ] = [372, 4_000]
/** What a card needs at the most, and as long again for the reader; below a second and a half nothing is lost by it. */
const LIMIT_MS_MIN = 3_000
const LIMIT_MS_MAX = 120_000
/** Bytes of one command and its answer on T=0, each of which may take the waiting time: but seldom more than a few. */
const WAITS = 2

const clockRate = (rates: number): number => CLOCK_RATES[rates >> 4] ?? 0
const baudRate = (rates: number): number => BAUD_RATES[rates & 15] ?? 0

/** The one to be spoken: of a card in specific mode its own, else the first it offers. Null: none this reader has. */
export function protocolOf(atr: Atr, reader: Pick<ChipClass, 'protocols'>): ChipProtocol | null {
  const [first] = atr.specific === null ? atr.protocols : [atr.specific]
  if (first !== 0 && first !== 1) return null
  // A CRC at the end of blocks (11.4.4) is in no card that a shop gives out.
  if (first === 1 && atr.blocks.crc) return null
  return reader.protocols.includes(first) ? first : null
}

/** The rates to agree on: those of the card, where the reader is fast enough for them. */
export function ratesOf(atr: Atr, { clockKhz, bitsMax }: Pick<ChipClass, 'clockKhz' | 'bitsMax'>): number {
  const [clock, baud] = [clockRate(atr.rates), baudRate(atr.rates)]
  if (clock === 0 || baud === 0) return DEFAULT_RATES
  return (clockKhz * 1000 * baud) / clock <= bitsMax ? atr.rates : DEFAULT_RATES
}

/** What asks the card for these rates (clause 9.2: PPSS, PPS0 with the protocol and that PPS1 follows, PPS1, PCK). */
export function ppsBytes(protocol: ChipProtocol, rates: number): Uint8Array {
  const [start, first] = [0xff, 0x10 | protocol]
  return Uint8Array.of(start, first, rates, start ^ first ^ rates)
}

/** Which rates the card has agreed to (9.3); null where it has not. */
export function agreedRates(asked: Uint8Array, answer: Uint8Array): number | null {
  const [, first = 0, rates = 0] = asked
  const isEcho = Buffer.from(answer).equals(asked)
  if (isEcho) return rates
  // Without PPS1 it stays at the default.
  const short = first & 0x0f
  return Buffer.from(answer).equals(Uint8Array.of(0xff, short, 0xff ^ short)) ? DEFAULT_RATES : null
}

/** The data of PC_to_RDR_SetParameters (CCID 1.1, 6.1.7), for T=0 five bytes, for T=1 seven. */
export function parameterBytes(atr: Atr, protocol: ChipProtocol, rates: number): Uint8Array {
  const inverse = atr.inverse ? 2 : 0
  if (protocol === 0) return Uint8Array.of(rates, inverse, atr.guard, atr.waiting, 0)
  return Uint8Array.of(rates, 0x10 | inverse, atr.guard, atr.blocks.waiting, 0, atr.blocks.ifsc, 0)
}

/** From a command to its answer, ms: the block waiting time (11.4.3), or the waiting time of T=0 (10.2), half again. */
export function limitMs(atr: Atr, protocol: ChipProtocol, rates: number, { clockKhz }: Pick<ChipClass, 'clockKhz'>) {
  const khz = clockKhz || CLOCK_KHZ
  const wait =
    protocol === 1
      ? (2 ** (atr.blocks.waiting >> 4) * 960 * CLOCK_RATE) / khz
      : (960 * (atr.waiting || 10) * (clockRate(rates) || CLOCK_RATE) * WAITS) / khz
  return Math.min(Math.max(LIMIT_MS_MIN, Math.ceil(wait * 1.5)), LIMIT_MS_MAX)
}
