import type { Told } from './talk.ts'
import type { PinEntered, PinEntry } from './port.ts'
import type { PinWord, Values } from './profile.ts'

const [DIGITS_MIN, DIGITS_MAX, SECONDS_MAX, SLOT_MAX] = [4, 12, 255, 9]
const CARD = /^\d{12,19}$/
/** Fen: ten digits are as many as a pad shows. */
const AMOUNT_MAX = 9_999_999_999
const [BLOCK_0_BYTES, BLOCK_4_BYTES] = [8, 16]
const [KSN_TDES_BYTES, KSN_AES_BYTES] = [10, 12]

/** Throws for an entry that breaks the promises of the port. */
export function assertEntry({ card, amount, min, max, seconds, by }: PinEntry): void {
  const isWhole = [amount, min, max, seconds].every(Number.isSafeInteger)
  const isWithin = min >= DIGITS_MIN && max <= DIGITS_MAX && min <= max && seconds >= 1 && seconds <= SECONDS_MAX
  if (!isWhole || !isWithin || amount < 0 || amount > AMOUNT_MAX || !CARD.test(card))
    throw new RangeError('a PIN entry that can not be')
  if (by.mode === 'session') assertSlot(by.slot)
}

export function assertSlot(slot: number): void {
  if (!Number.isInteger(slot) || slot < 0 || slot > SLOT_MAX) throw new RangeError('a slot is 0 to 9')
}

export function entryValues({ card, amount, min, max, seconds, by }: PinEntry, reference: string): Values {
  const digits = (value: number, width: number) => String(value).padStart(width, '0')
  return {
    ...{ reference, card, amount: digits(amount, 1), min: digits(min, 2), max: digits(max, 2) },
    ...{ seconds: digits(seconds, 3), ...(by.mode === 'session' ? { slot: String(by.slot) } : { cipher: by.cipher }) },
  }
}

/** What the pad says of it. A block that does not fit what was asked is nothing that can be read. */
export function enteredOf(told: Told<PinWord>, { by }: PinEntry): PinEntered {
  if ('trouble' in told) return { is: told.trouble }
  if (told.is !== 'entered') return { is: told.is }
  const { format, block = '', ksn = '' } = told.values
  const isAes = by.mode === 'dukpt' && by.cipher === 'aes'
  const read = bytesOfHex(block, isAes ? BLOCK_4_BYTES : BLOCK_0_BYTES)
  const name = by.mode === 'dukpt' ? bytesOfHex(ksn, isAes ? KSN_AES_BYTES : KSN_TDES_BYTES) : null
  if (format !== (isAes ? '4' : '0') || !read || (by.mode === 'dukpt' && !name)) return { is: 'unknown' }
  return { is: 'entered', format: isAes ? 4 : 0, block: read, ksn: name }
}

/** Null where it is not so many bytes in hex. */
function bytesOfHex(hex: string, bytes: number): Uint8Array | null {
  return hex.length === 2 * bytes && /^[0-9A-F]*$/i.test(hex) ? Uint8Array.from(Buffer.from(hex, 'hex')) : null
}
