import type { DisplayCoder } from './port.ts'
import { makeTwoLines, type DisplayCodePage } from './text.ts'

/**
 * Epson's DM-D displays of two lines of twenty signs (Epson, "DM-D Series Technical Reference": `ESC @`, `CLR`, `US $`
 * moves the cursor to column 1 to 20 of line 1 or 2). On a line of its own; not chained through a printer.
 */
const cursorTo = (line: 1 | 2): Buffer => Buffer.from([0x1f, 0x24, 1, line])

export const makeDmD = (codePage: DisplayCodePage): DisplayCoder =>
  // The cursor first: behind the last sign of a line it stands on the next.
  makeTwoLines(codePage, ({ upper, lower }) => Buffer.concat([cursorTo(1), upper, cursorTo(2), lower]))
