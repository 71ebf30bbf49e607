import { makePoleScreen, type PoleKind } from '#drivers/gadget/pole-screen'
import { bytesOf, DRAWER_PULSE_AT_ONCE } from '#drivers/printer/bytes'
import { decode } from '#drivers/printer/decode'
import { COMMANDS_OF_OTHERS } from '#drivers/printer/decode-more'
import { isOtherPrinter, readDeviceId } from '#drivers/printer/device-id'
import { makeFirmware } from '#drivers/printer/firmware'
import { linesOf, sheetsOf } from '#drivers/printer/paper'
import { makeCd5220 } from '#drivers/display/cd5220'
import { makeDmD } from '#drivers/display/dm-d'
import { LED8 } from '#drivers/display/led8'
import type { DisplayCoder } from '#drivers/display/port'
import type { Target } from './targets.ts'

/** Parsers of what printers and displays are sent, and of what they say they are. */
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

function promise(holds: boolean, words: string): void {
  if (!holds) throw new Error(words)
}

const SLIP = bytesOf([
  { do: 'line', text: '小麦店 3.50', align: 'centre', size: 'large', bold: true },
  { do: 'qr', content: 'S01-1-000001O' },
  { do: 'cut' },
])
/** A picture of 8 × 1 dots, positions, margins, a rule, sizes, as others' programs send them. */
const OTHERS = hex(`
  1b40 1d6100 1b4d30 1c284102003000 1b2000 1c530000 1b3300 1b7b00 1c2e 1d4c0c00 1d574002 1b6100 1b240000 1b5cb400
  1b2d30 1b4530 1d4230 1d2110 1b7400 1c26 c5a9 0a 1c4330 1c2e 1b7401 959595 0a
  1d384c0b000000 30703001013108000100ff 1d284c02003032 1d564200 1d7231`)

function paper(input: Uint8Array, commands?: Parameters<typeof decode>[1]): string {
  const decoded = decode(input, commands)
  promise(decoded.ok || decoded.offset <= input.length, 'a failure beyond the end')
  for (const sheet of sheetsOf(decoded.printed))
    promise(!/\p{Cc}/u.test(linesOf(sheet, 32).join('')), 'a control on paper')
  return decoded.ok ? 'read' : decoded.why
}

/** Bytes come as they like: cut in two, the printer does the same. */
function firmware(input: Uint8Array): string {
  const [whole, apart] = [makeFirmware(32), makeFirmware(32)]
  const half = input.length >> 1
  const said = whole.take(input)
  const saidApart = Buffer.concat([apart.take(input.subarray(0, half)), apart.take(input.subarray(half))])
  promise(said.length === saidApart.length, 'it hangs on where the line is cut')
  promise(JSON.stringify(whole.sheets()) === JSON.stringify(apart.sheets()), 'another paper')
  return whole.complaints().length > 0 ? 'a complaint' : said.length > 0 ? 'an answer' : 'nothing'
}

function screen(kind: PoleKind, codePage: 'ascii' | 'gb18030') {
  return (input: Uint8Array): string => {
    const one = makePoleScreen(kind, codePage)
    one.take(input)
    const apart = makePoleScreen(kind, codePage)
    for (const byte of input) apart.take(Uint8Array.of(byte))
    const shows = one.shows()
    promise(JSON.stringify(shows) === JSON.stringify(apart.shows()), 'it hangs on where the line is cut')
    if (shows.is === 'digits') promise(shows.digits.replace('.', '').length === 8, 'more places than there are')
    return one.errors().length > 0 ? 'an error' : 'shown'
  }
}
const pictures = (coder: DisplayCoder): Uint8Array[] => [
  Uint8Array.from([
    ...coder.begin,
    ...coder.bytesOf({ is: 'amount', kind: 'total', amount: '12.50' }),
    ...coder.bytesOf({ is: 'lines', upper: '农夫山泉', lower: '2.00' }),
  ]),
  Uint8Array.from(coder.bytesOf({ is: 'clear' })),
]
const SCREEN = 'drivers/gadget/pole-screen.ts'

export const PAPER_TARGETS: readonly Target[] = [
  {
    ...{ name: 'escpos', file: 'drivers/printer/decode-commands.ts', corpus: [SLIP, DRAWER_PULSE_AT_ONCE] },
    run: (input) => paper(input),
  },
  {
    ...{ name: 'escpos-of-others', file: 'drivers/printer/decode-more.ts', corpus: [OTHERS, SLIP] },
    run: (input) => paper(input, COMMANDS_OF_OTHERS),
  },
  {
    ...{ name: 'printer-firmware', file: 'drivers/printer/firmware.ts', run: firmware },
    corpus: [SLIP, hex('100401 100402 100403 100404'), hex('1d284806003030 61626364'), hex('1014010001 1d7201')],
  },
  {
    ...{ name: 'printer-id', file: 'drivers/printer/device-id.ts' },
    corpus: ['MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;', 'MANUFACTURER:HP;COMMAND SET:PJL,PCL;MODEL:x;'].map(
      (text) => Uint8Array.from(Buffer.from(`\0${String.fromCharCode(text.length + 2)}${text}`, 'latin1')),
    ),
    run: (input) => {
      const id = readDeviceId(input)
      if (!id) return 'nothing'
      promise(
        [id.maker, id.model, ...id.languages].every((text) => text.length <= 64),
        'longer than may be kept',
      )
      promise(id.languages.length <= 16, 'more languages than may be kept')
      return isOtherPrinter(id) ? 'another’s' : 'a printer'
    },
  },
  { name: 'led8', file: SCREEN, corpus: pictures(LED8), run: screen('led8', 'ascii') },
  { name: 'cd5220', file: SCREEN, corpus: pictures(makeCd5220('gb18030')), run: screen('cd5220', 'gb18030') },
  { name: 'dm-d', file: SCREEN, corpus: pictures(makeDmD('gb18030')), run: screen('dm-d', 'gb18030') },
]
