import iconv from 'iconv-lite'
import { BreakLine, PrinterTypes, ThermalPrinter } from 'node-thermal-printer'
import { NOTHING } from '../display/text.ts'
import { QR_CHARACTERS_MAX, type PrintCommand, type PrintLine } from './port.ts'

/**
 * Print commands as ESC/POS (Epson, "ESC/POS Command Reference"). node-thermal-printer makes what it makes well; text,
 * knife, drawer and status are our own, as its versions of them go wrong on Chinese printers: `print` picks a code page
 * a sign, `openCashDrawer` leaves out the times of the pulse, `cut` resets the printer behind our back.
 */
const ESC = 0x1b
const FS = 0x1c
const GS = 0x1d
const DLE = 0x10
const EOT = 0x04
const DC4 = 0x14

/** `FS &`: bytes from 0x81 on come in pairs, each pair a Chinese character. Not every printer wakes up so. */
const CHINESE_ON = Buffer.from([FS, 0x26])
/** `GS V 66 0`: feeds to where the knife is and cuts, leaving one point to tear. */
const FEED_AND_CUT = Buffer.from([GS, 0x56, 66, 0])
/** `ESC p 0 25 250`: pin 2 on for 25 × 2 ms, then off for 250 × 2 ms. Waits in line like text. */
export const DRAWER_PULSE = Buffer.from([ESC, 0x70, 0, 25, 250])
/** `DLE DC4 1 0 1`: the same pin on for 100 ms, at once, also of a printer that is offline for want of paper. */
export const DRAWER_PULSE_AT_ONCE = Buffer.from([DLE, DC4, 1, 0, 1])
/** `GS r 1`: tells of the paper when all before it is done, which makes its answer the end of a job. */
export const ASK_WHEN_DONE = Buffer.from([GS, 0x72, 1])
/** `DLE EOT n`: answered at once, whatever waits. 1: the printer · 2: why it is offline · 3: its error · 4: paper. */
export const askAtOnce = (n: 1 | 2 | 3 | 4): Buffer => Buffer.from([DLE, EOT, n])
/** What a question may be marked with: four printable characters, which the answer repeats. */
export const MARK = /^[ -~]{4}$/
/** `GS ( H` function 48: answered with its mark when all before it is done, so that no other answer is taken for it. */
export function askMarkedWhenDone(mark: string): Buffer {
  if (!MARK.test(mark)) throw new Error('not a mark of a printer')
  return Buffer.concat([Buffer.from([GS, 0x28, 0x48, 6, 0, 48, 48]), Buffer.from(mark, 'ascii')])
}

/** Dots a module: three quarters of a millimetre at 203 dpi. */
export const QR_MODULE_DOTS = 6

/** One job, from a reset printer to the cut. A command that breaks the port's promise is a bug of ours, and throws. */
export function bytesOf(commands: readonly PrintCommand[]): Buffer {
  const printer = newPrinter()
  printer.initHardware() // ESC @
  printer.add(CHINESE_ON)
  for (const command of commands) {
    if (command.do === 'line') addLine(printer, command)
    else if (command.do === 'qr') addQr(printer, command.content)
    else printer.add(FEED_AND_CUT)
  }
  return printer.getBuffer()
}

/** The package's own ways to a printer retry by themselves and report late; this one leads nowhere. */
const NOWHERE = {
  isPrinterConnected: () => Promise.resolve(false),
  execute: () => Promise.reject(new Error('bytes leave by a Connection only')),
}

const newPrinter = () =>
  new ThermalPrinter({
    type: PrinterTypes.EPSON,
    interface: NOWHERE as unknown as string, // an object is taken as it is; the package's types know only addresses
    breakLine: BreakLine.NONE,
  }) as ThermalPrinter & { readonly initHardware: () => void } // there, and forgotten in the package's types

function addLine(printer: ThermalPrinter, { text, align, size, bold }: PrintLine): void {
  if (align === 'centre') printer.alignCenter() // ESC a 1
  // GS ! n, for Chinese characters too, which ESC ! leaves small. The high half of n is the width, the low the height;
  // the package takes them for height and width.
  if (size === 'large') printer.setTextSize(0, 1)
  if (bold) printer.bold(true) // ESC E 1
  printer.add(textBytes(text))
  printer.newLine()
  if (bold) printer.bold(false)
  if (size === 'large') printer.setTextSize(0, 0)
  if (align === 'centre') printer.alignLeft()
}

function addQr(printer: ThermalPrinter, content: string): void {
  // The package counts UTF-16 units where the printer counts bytes: equal in ASCII only.
  if (!/^[ -~]+$/.test(content) || content.length > QR_CHARACTERS_MAX) throw new Error('not the content of a QR code')
  printer.alignCenter()
  printer.printQR(content, { model: 2, cellSize: QR_MODULE_DOTS, correction: 'M' })
  printer.alignLeft()
}

/**
 * Text as GB 18030, in one- and two-byte characters only. Single bytes stay below 0x80, so none is taken for half a
 * character; the four-byte characters hold ASCII digits, and become `?`.
 */
export function textBytes(text: string): Buffer {
  const signs: Buffer[] = []
  for (const sign of text) {
    if (NOTHING.test(sign)) continue
    const bytes = iconv.encode(sign, 'gb18030')
    signs.push(bytes.length <= 2 ? bytes : Buffer.from('?'))
  }
  return Buffer.concat(signs)
}
