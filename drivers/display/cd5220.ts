import type { DisplayCoder } from './port.ts'
import { makeTwoLines, type DisplayCodePage } from './text.ts'

/**
 * Displays of two lines of twenty signs in the command set CD5220: `ESC @` begins, `ESC Q A` and `ESC Q B` write the
 * upper and the lower line up to a CR, `FF` clears.
 */
const CR = Buffer.from([0x0d])
const [UPPER, LOWER] = [Buffer.from([0x1b, 0x51, 0x41]), Buffer.from([0x1b, 0x51, 0x42])]

export const makeCd5220 = (codePage: DisplayCodePage): DisplayCoder =>
  makeTwoLines(codePage, ({ upper, lower }) => Buffer.concat([UPPER, upper, CR, LOWER, lower, CR]))
