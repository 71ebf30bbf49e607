import type { PinAsked } from './port.ts'

/**
 * PIN verification by the reader itself (CCID 1.1, 6.1.11.1): what it asks, and where in the command the digits go.
 * The format is that of EMV (Book 3, 6.5.12): a block of eight bytes, `2`, the number of digits, the digits in BCD,
 * filled up with `F`.
 */
const VERIFY_OPERATION = 0
/** Units are bytes; the PIN begins one byte in; from the left; BCD. */
const FORMAT = 0x89
/** The number of digits takes four bits; the PIN seven bytes. */
const BLOCK = 0x47
/** In bits, from the fourth on. */
const LENGTH_PLACE = 0x04
/** The person ends it with the key for that. */
const BY_KEY = 0x02
/** The reader's own first words, in English (United States); a reader without a display takes no notice. */
const [MESSAGES, LANGUAGE, MESSAGE] = [1, 0x0409, 0]

/** With no digit in it yet. */
export const PIN_COMMAND = Uint8Array.of(0x00, 0x20, 0x00, 0x80, 0x08, 0x20, ...new Uint8Array(7).fill(0xff))
const [DIGITS_MIN, DIGITS_MAX, SECONDS_MAX] = [4, 12, 255]

/** Throws where the limits are none. `prologue`: of T=1 at the level of TPDUs: NAD, PCB and length; else noughts. */
export function pinVerification({ min, max, seconds }: PinAsked, prologue: readonly [number, number, number]): Buffer {
  const isWhole = [min, max, seconds].every(Number.isInteger)
  if (!isWhole || min < DIGITS_MIN || max > DIGITS_MAX || min > max || seconds < 1 || seconds > SECONDS_MAX)
    throw new RangeError('a PIN has 4 to 12 digits, and a person 1 to 255 seconds')
  return Buffer.from([
    ...[VERIFY_OPERATION, seconds, FORMAT, BLOCK, LENGTH_PLACE],
    // wPINMaxExtraDigit: the most in the low byte, which comes first.
    ...[max, min, BY_KEY, MESSAGES, LANGUAGE & 0xff, LANGUAGE >> 8, MESSAGE],
    ...prologue,
    ...PIN_COMMAND,
  ])
}
