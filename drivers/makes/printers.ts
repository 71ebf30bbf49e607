import { CLASS } from '../gadget/descriptors.ts'
import type { Make } from './make.ts'
import { serial, usb, NOTHING } from './matching.ts'

type Speaks = Extract<Make['speaks'], { role: 'printer' }>
const escpos = (rest: Partial<Speaks> = {}): Speaks => ({
  ...{ role: 'printer', protocol: 'escpos', columns: null, codePage: 'gb18030', marks: false, baud: null },
  ...rest,
})

/** In Chinese mode as they are sold in China; elsewhere a switch or a tool of the maker's sets it. */
const CHINESE = {
  zh: '汉字打成乱码时：用厂家工具或拨码开关把打印机设为中文模式',
  en: 'Where Chinese comes out garbled: set the printer to Chinese by its switches or its maker’s tool',
}

const EPSON = 0x04b8
const BIXOLON = 0x1504
const SNBC = 0x154f

export const PRINTERS: readonly Make[] = [
  {
    ...{ id: 'epson-usb', maker: 'Epson', model: 'TM, USB', ...NOTHING, toDo: CHINESE },
    ...{ matches: [usb(CLASS.printer, EPSON)], speaks: escpos({ marks: true }) },
  },
  {
    ...{ id: 'epson-serial', maker: 'Epson', model: 'TM, serial', ...NOTHING, toDo: CHINESE },
    ...{ matches: [serial(EPSON)], speaks: escpos({ marks: true, baud: 38_400 }) },
  },
  {
    ...{ id: 'bixolon-usb', maker: 'Bixolon', model: 'SRP, USB', ...NOTHING, toDo: CHINESE },
    ...{ matches: [usb(CLASS.printer, BIXOLON)], speaks: escpos() },
  },
  {
    ...{ id: 'snbc-usb', maker: 'SNBC', model: 'BTP, USB', ...NOTHING },
    ...{ matches: [usb(CLASS.printer, SNBC)], speaks: escpos() },
  },
  {
    // Chips that many makers build in; the paper of most is 58 mm.
    ...{ id: 'pos58-usb', maker: '', model: 'POS-58', ...NOTHING, quirks: ['empty-answers'] },
    matches: [
      usb(CLASS.printer, 0x0416, 0x5011),
      usb(CLASS.printer, 0x0fe6, 0x811e),
      usb(CLASS.printer, 0x28e9, 0x0289),
    ],
    speaks: escpos({ columns: 32 }),
  },
  {
    ...{ id: 'any-usb-printer', maker: '', model: 'ESC/POS, USB', ...NOTHING },
    ...{ matches: [usb(CLASS.printer)], speaks: escpos() },
  },
  {
    // Behind a converter nothing says what it is.
    ...{ id: 'any-serial-printer', maker: '', model: 'ESC/POS, serial', ...NOTHING, matches: [] },
    speaks: escpos({ baud: 9_600 }),
    toDo: {
      zh: '请按打印机自检页上的波特率设置',
      en: 'Set the baud rate that the printer’s self-test page shows',
    },
  },
]
