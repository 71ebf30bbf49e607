/**
 * The answer to reset of a chip card (ISO/IEC 7816-3, clause 8): `TS T0`, interface bytes as `T0` and each `TD`
 * announce them, historical bytes, and a check byte unless `T=0` is all that is offered.
 */
export interface Atr {
  /** `3F`: bits come the other way round. */
  readonly inverse: boolean
  /** As offered, in order; `T=0` where none is named. */
  readonly protocols: readonly number[]
  /** Clock rate and baud rate adjustment integers, as one byte: `TA1`, or its default `11`. */
  readonly rates: number
  /** `TC1`: extra guard time. */
  readonly guard: number
  /** `TA2`: it speaks this protocol alone, at the rates of `TA1`; null where they can be agreed on (6.3.1). */
  readonly specific: number | null
  /** `TC2`: the waiting time integer of T=0 (10.2). */
  readonly waiting: number
  readonly blocks: AtrBlocks
  readonly historical: Uint8Array
}

/** Of T=1: the first specific interface bytes (11.4). */
export interface AtrBlocks {
  /** `TA`: the most the card takes in one block. */
  readonly ifsc: number
  /** `TB`: block and character waiting time integers, as one byte. */
  readonly waiting: number
  /** `TC`, bit 0: blocks end with a CRC of two bytes, not with an LRC of one. */
  readonly crc: boolean
}

const DIRECT = 0x3b
const INVERSE = 0x3f
/** TS included (8.2.1). */
const BYTES_MAX = 33
const DEFAULT_RATES = 0x11
const GLOBAL = 15
const DEFAULT_WAITING = 10
const DEFAULT_BLOCKS: AtrBlocks = { ifsc: 32, waiting: 0x4d, crc: false }

/** Null where it is none: too short, too long, or its check byte is wrong. */
export function readAtr(atr: Uint8Array): Atr | null {
  const [first, format] = atr
  if (atr.length > BYTES_MAX || format === undefined || (first !== DIRECT && first !== INVERSE)) return null
  const read = interfaceBytes(atr)
  const historicalFrom = read.end
  const historicalTo = historicalFrom + (format & 15)
  const offered = read.protocols.filter((protocol) => protocol !== GLOBAL)
  const protocols = offered.length === 0 ? [0] : offered
  const isChecked = read.protocols.some((protocol) => protocol !== 0)
  if (atr.length !== historicalTo + (isChecked ? 1 : 0)) return null
  // The exclusive-or of all from T0 to the check byte is nought.
  if (isChecked && atr.subarray(1).reduce((so, byte) => so ^ byte, 0) !== 0) return null
  return {
    ...{ inverse: first === INVERSE, protocols: [...new Set(protocols)] },
    ...{ rates: read.rates, guard: read.guard, historical: atr.slice(historicalFrom, historicalTo) },
    ...{ specific: read.specific, waiting: read.waiting, blocks: read.blocks },
  }
}

function interfaceBytes(atr: Uint8Array) {
  const protocols: number[] = []
  let [at, announced, round] = [2, (atr[1] ?? 0) >> 4, 1]
  let [rates, guard, waiting] = [DEFAULT_RATES, 0, DEFAULT_WAITING]
  let specific: number | null = null
  let blocks: AtrBlocks | null = null
  const take = (bit: number) => ((announced & bit) === 0 ? null : (atr[at++] ?? 0))
  // Each TD announces the next round; more rounds than bytes there can not be.
  while (announced !== 0 && at < atr.length) {
    const [ta, tb, tc, td] = [take(1), take(2), take(4), take(8)]
    if (round === 1) [rates, guard] = [ta ?? DEFAULT_RATES, tc ?? 0]
    if (round === 2) [specific, waiting] = [ta === null ? null : ta & 15, tc ?? DEFAULT_WAITING]
    if (round > 2 && protocols.at(-1) === 1) blocks ??= blocksOf(ta, tb, tc)
    announced = 0
    if (td !== null) {
      protocols.push(td & 15)
      announced = td >> 4
    }
    round++
  }
  return {
    protocols,
    rates,
    guard,
    specific,
    waiting,
    blocks: blocks ?? DEFAULT_BLOCKS,
    end: announced === 0 ? at : Infinity,
  }
}

const blocksOf = (ta: number | null, tb: number | null, tc: number | null): AtrBlocks => ({
  ifsc: ta ?? DEFAULT_BLOCKS.ifsc,
  waiting: tb ?? DEFAULT_BLOCKS.waiting,
  crc: ((tc ?? 0) & 1) !== 0,
})
