/**
 * The number of a receipt, which is also the content of its QR code: `S01-1-004219K`.
 * A letter first, so that no card-number search ever hits one; then station, epoch and counter; last a check
 * character by ISO/IEC 7064, MOD 37,36, over everything before it without the dashes.
 */
export interface ReceiptParts {
  /** Two or three digits, such as `01`. */
  readonly station: string
  /** Counts restores: a station restored from a backup goes on in a new epoch, so that no number is given twice. */
  readonly epoch: number
  /** Counts sales in the epoch, from 1. */
  readonly counter: number
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const PATTERN = /^S(\d{2,3})-(\d{1,3})-(\d{6,9})([0-9A-Z])$/

/** ISO/IEC 7064:2003, clause 7 (hybrid systems), with the alphabet's size as modulus: the pure recursive method. */
export function checkCharacter(characters: string, alphabet = ALPHABET): string {
  const size = alphabet.length
  let carry = size
  for (const character of characters) {
    carry = (carry + alphabet.indexOf(character)) % size || size
    carry = (carry * 2) % (size + 1)
  }
  return alphabet[(size + 1 - carry) % size] ?? ''
}

export function formatReceiptNumber({ station, epoch, counter }: ReceiptParts): string {
  const body = `S${station}-${epoch}-${String(counter).padStart(6, '0')}`
  return body + checkCharacter(body.replaceAll('-', ''))
}

/** Reads a scanned or typed number; spaces and small letters are a person's and are forgiven. Null when it is none. */
export function readReceiptNumber(text: string): string | null {
  const tidy = text.trim().toUpperCase()
  const match = PATTERN.exec(tidy)
  if (!match) return null
  const body = tidy.slice(0, -1).replaceAll('-', '')
  return checkCharacter(body) === match[4] ? tidy : null
}

/** Its counter, with or without the check character and with what stands before it. */
const PART = /^(?:S(\d{2,3})-(\d{1,3})-)?(\d{1,10})([A-Z]?)$/
const COUNTER_MAX = 999_999_999

/**
 * The numbers of one station that somebody may mean who can read some of it only, later epochs first: `4219`,
 * `004219K`, `S01-1-004219`. A last digit may be the counter's or the check character. Null where it is no such part.
 */
export function receiptNumbersLike(text: string, { station, epoch }: Omit<ReceiptParts, 'counter'>): string[] | null {
  const whole = readReceiptNumber(text)
  if (whole !== null) return [whole]
  const [, ofStation = station, ofEpoch, digits, check] = PART.exec(text.trim().toUpperCase()) ?? []
  if (digits === undefined) return null
  if (ofStation !== station) return []
  const epochs = Array.from({ length: epoch }, (_, n) => epoch - n)
  const meant = [
    { counter: Number(digits), check: check ?? '' },
    ...(check === '' ? [{ counter: Number(digits.slice(0, -1)), check: digits.slice(-1) }] : []),
  ]
  return epochs
    .filter((each) => ofEpoch === undefined || each === Number(ofEpoch))
    .flatMap((each) =>
      meant
        .filter(({ counter }) => counter >= 1 && counter <= COUNTER_MAX)
        .map(({ counter, ...end }) => ({ number: formatReceiptNumber({ station, epoch: each, counter }), ...end }))
        .filter(({ number, check: end }) => number.endsWith(end)),
    )
    .map(({ number }) => number)
}
