import { gbkBytes, gbkText } from './kinds.ts'
import { refusal, taken, type Read } from './read.ts'

/**
 * F63 of a UnionPay-style message. In requests the operator, or which organisation the card is of; in answers what the
 * organisations say to the cashier, in columns of bytes, GBK.
 */
export interface F63Answer {
  /** 63.1, three signs: CUP, VIS, MCC … */
  readonly organisation: string
  /** 63.2.1 to 63.2.4, without the spaces behind; empty where there is nothing. */
  readonly issuer: string
  readonly unionPay: string
  readonly acquirer: string
  readonly terminal: string
}

const ORGANISATION_BYTES = 3
const BYTES_MAX = 163
/** The last goes on to the end: 60 bytes by the list, more at some hosts. */
const COLUMN_BYTES = [20, 20, 20, BYTES_MAX] as const

/** 63.1 of a request: an operator (`01`) or an organisation (`CUP`), filled up to three. */
export function f63Request(text: string): Read<Uint8Array> {
  if (text.length > ORGANISATION_BYTES) return refusal('length')
  return /^[0-9A-Za-z]*$/.test(text)
    ? taken(Buffer.from(text.padEnd(ORGANISATION_BYTES, ' '), 'latin1'))
    : refusal('characters')
}

/** Notes to be shown: where they can not be read the message that brought them is as good as without. */
export function readF63(bytes: Uint8Array): Read<F63Answer> {
  if (bytes.length > BYTES_MAX) return refusal('length')
  const organisation = gbkText(bytes.subarray(0, ORGANISATION_BYTES))
  if (!organisation.ok) return organisation
  const texts: string[] = []
  let at = ORGANISATION_BYTES
  for (const width of COLUMN_BYTES) {
    const column = gbkText(bytes.subarray(at, at + width))
    if (!column.ok) return column
    texts.push(column.value.trimEnd())
    at += width
  }
  const [issuer = '', unionPay = '', acquirer = '', terminal = ''] = texts
  return taken({ organisation: organisation.value.trimEnd(), issuer, unionPay, acquirer, terminal })
}

/** As a host makes it: all columns, the last as long as its text. */
export function f63Answer({ organisation, issuer, unionPay, acquirer, terminal }: F63Answer): Read<Uint8Array> {
  const parts: Uint8Array[] = []
  const columns = [organisation, issuer, unionPay, acquirer].map(
    (text, at) => [text, at === 0 ? ORGANISATION_BYTES : 20] as const,
  )
  for (const [text, width] of [...columns, [terminal, 0] as const]) {
    const bytes = gbkBytes(text)
    if (!bytes) return refusal('characters')
    if (width > 0 && bytes.length > width) return refusal('length')
    parts.push(bytes, Buffer.alloc(Math.max(0, width - bytes.length), ' '))
  }
  const whole = Buffer.concat(parts)
  return whole.length > BYTES_MAX ? refusal('length') : taken(whole)
}
