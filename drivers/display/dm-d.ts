import type { DisplayCoder, Picture } from './port.ts'
import { amountLines, lineBytes, type DisplayCodePage } from './text.ts'

/**
 * Epson's DM-D displays of two lines of twenty signs (Epson, "DM-D Series Technical Reference": `ESC @`, `CLR`, `US $`
 * moves the cursor to column 1 to 20 of line 1 or 2). On a line of its own; not chained through a printer.
 */
const ESC = 0x1b
const US = 0x1f
const CLEAR = Buffer.from([0x0c])
const cursorTo = (line: 1 | 2): Buffer => Buffer.from([US, 0x24, 1, line])

export const makeDmD = (codePage: DisplayCodePage): DisplayCoder => {
  // The cursor first: behind the last sign of a line it stands on the next.
  const written = ({ upper, lower }: Readonly<Record<'upper' | 'lower', Buffer>>): Buffer =>
    Buffer.concat([cursorTo(1), upper, cursorTo(2), lower])
  return {
    begin: Buffer.concat([Buffer.from([ESC, 0x40]), CLEAR]),
    bytesOf: (picture: Picture): Buffer => {
      if (picture.is === 'clear') return CLEAR
      if (picture.is === 'amount') return written(amountLines(picture.kind, picture.amount, codePage))
      return written({ upper: lineBytes(picture.upper, codePage), lower: lineBytes(picture.lower, codePage) })
    },
  }
}
