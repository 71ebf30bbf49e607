import iconv from 'iconv-lite'
import type { AmountKind, DisplayCoder } from './port.ts'

/** What a display of text can show: ASCII, or Chinese characters of two bytes as well. */
export type DisplayCodePage = 'ascii' | 'gb18030'

/** Columns of a line of text displays. */
export const COLUMNS = 20
const BLANK = 0x20
const REPLACEMENT = Buffer.from('?')
/** What has no shape: controls would be commands, marks and turners of direction show as rubbish. */
export const NOTHING = /[\p{M}\p{C}\u2028\u2029]/u

/**
 * Text as exactly one line of the display, a byte a column: what it can not show is `?`, what is too long is left away,
 * and what is short is filled up. A Chinese character takes two columns and is never cut in two.
 */
export function lineBytes(text: string, codePage: DisplayCodePage, align: 'left' | 'right' = 'left'): Buffer {
  const signs: Buffer[] = []
  let columns = 0
  for (const sign of text) {
    if (NOTHING.test(sign)) continue
    const bytes = signBytes(sign, codePage)
    if (columns + bytes.length > COLUMNS) break
    signs.push(bytes)
    columns += bytes.length
  }
  const blanks = Buffer.alloc(COLUMNS - columns, BLANK)
  return Buffer.concat(align === 'left' ? [...signs, blanks] : [blanks, ...signs])
}

function signBytes(sign: string, codePage: DisplayCodePage): Buffer {
  if (/^[ -~]$/.test(sign)) return Buffer.from(sign, 'ascii')
  // Four-byte characters hold ASCII digits, which a display would show for an amount.
  const bytes = codePage === 'gb18030' ? iconv.encode(sign, 'gb18030') : REPLACEMENT
  return bytes.length === 2 ? bytes : REPLACEMENT
}

const WORDS: Readonly<Record<DisplayCodePage, Readonly<Record<AmountKind, string>>>> = {
  ascii: { price: 'PRICE', total: 'TOTAL', received: 'PAID', change: 'CHANGE' },
  gb18030: { price: '单价', total: '总计', received: '收款', change: '找零' },
}

/** Both lines of an amount: what it is, and how much at the right, where the eye looks for it. */
export const amountLines = (kind: AmountKind, amount: string, codePage: DisplayCodePage) => ({
  upper: lineBytes(WORDS[codePage][kind], codePage),
  lower: lineBytes(amount, codePage, 'right'),
})

type Lines = Readonly<Record<'upper' | 'lower', Buffer>>

const CLEAR = Buffer.from([0x0c])
/** `ESC @`, and nothing to be seen. */
const BEGIN = Buffer.concat([Buffer.from([0x1b, 0x40]), CLEAR])

/** A display of two lines, by how a make has both of them written. */
export const makeTwoLines = (codePage: DisplayCodePage, written: (lines: Lines) => Buffer): DisplayCoder => ({
  begin: BEGIN,
  bytesOf: (picture) => {
    if (picture.is === 'clear') return CLEAR
    if (picture.is === 'amount') return written(amountLines(picture.kind, picture.amount, codePage))
    return written({ upper: lineBytes(picture.upper, codePage), lower: lineBytes(picture.lower, codePage) })
  },
})
