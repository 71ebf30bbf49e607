import type { DisplayCoder, Picture } from './port.ts'
import { amountLines, lineBytes, type DisplayCodePage } from './text.ts'

/**
 * Displays of two lines of twenty signs in the command set CD5220: `ESC @` begins, `ESC Q A` and `ESC Q B` write the
 * upper and the lower line up to a CR, `FF` clears.
 */
const ESC = 0x1b
const CR = 0x0d
const CLEAR = Buffer.from([0x0c])

export const makeCd5220 = (codePage: DisplayCodePage): DisplayCoder => {
  const written = ({ upper, lower }: Readonly<Record<'upper' | 'lower', Buffer>>): Buffer =>
    Buffer.concat([Buffer.from([ESC, 0x51, 0x41]), upper, Buffer.from([CR, ESC, 0x51, 0x42]), lower, Buffer.from([CR])])
  return {
    begin: Buffer.concat([Buffer.from([ESC, 0x40]), CLEAR]),
    bytesOf: (picture: Picture): Buffer => {
      if (picture.is === 'clear') return CLEAR
      if (picture.is === 'amount') return written(amountLines(picture.kind, picture.amount, codePage))
      return written({ upper: lineBytes(picture.upper, codePage), lower: lineBytes(picture.lower, codePage) })
    },
  }
}
