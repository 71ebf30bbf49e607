import type { Make, SetUp } from './make.ts'
import { hid, PAGE, serial, NOTHING } from './matching.ts'

type Speaks = Extract<Make['speaks'], { role: 'scanner' }>
const hidPos = (hasAim: boolean | null): Speaks => ({ role: 'scanner', protocol: 'hid-pos', hasAim, baud: null })
const TEXT: Speaks = { role: 'scanner', protocol: 'serial-text', hasAim: null, baud: null }
const KEYBOARD: Speaks = { role: 'scanner', protocol: 'keyboard', hasAim: null, baud: null }

/** Number of an interface as its manual lists it; the point after it keeps it for good. */
const terminal = (number: 124 | 130 | 131, zh: string, en: string): SetUp => ({
  ...{ does: { zh, en }, content: `TERMID${number}.`, symbology: 'code128', fnc3: true, manual: 'Honeywell CS19A' },
})
const HONEYWELL_CODES = [
  terminal(131, '切换为 HID POS 模式', 'Switches to HID POS'),
  terminal(130, '切换为 USB 串口模式', 'Switches to USB serial'),
  terminal(124, '切换为键盘模式', 'Switches to keyboard'),
]
const TO_HID_POS = {
  zh: '扫描枪处于键盘模式：请打开设置码，扫描 HID POS 的那个',
  en: 'The scanner types like a keyboard: open its set-up codes and scan the one for HID POS',
}
const TO_HID_POS_BY_MANUAL = {
  zh: '扫描枪处于键盘模式：请按说明书扫描 HID POS 或 USB 串口设置码',
  en: 'The scanner types like a keyboard: scan the code for HID POS or USB serial in its manual',
}

const HONEYWELL = 0x0c2e
const ZEBRA = 0x05e0
const DATALOGIC = 0x05f9
const NEWLAND = 0x1eab

export const SCANNERS: readonly Make[] = [
  {
    ...{ id: 'honeywell-hid-pos', maker: 'Honeywell', model: 'HID POS', speaks: hidPos(true), ...NOTHING },
    ...{ matches: [hid(PAGE.scanner, HONEYWELL)], setUp: HONEYWELL_CODES },
  },
  {
    ...{ id: 'honeywell-serial', maker: 'Honeywell', model: 'USB serial', speaks: TEXT, ...NOTHING },
    ...{ matches: [serial(HONEYWELL)], setUp: HONEYWELL_CODES },
  },
  {
    ...{ id: 'honeywell-keyboard', maker: 'Honeywell', model: 'keyboard', speaks: KEYBOARD, ...NOTHING },
    ...{ matches: [hid(PAGE.desktop, HONEYWELL)], setUp: HONEYWELL_CODES, toDo: TO_HID_POS },
  },
  {
    ...{ id: 'zebra-hid-pos', maker: 'Zebra', model: 'HID POS', speaks: hidPos(null), ...NOTHING },
    matches: [hid(PAGE.scanner, ZEBRA)],
  },
  {
    ...{ id: 'zebra-serial', maker: 'Zebra', model: 'USB CDC', speaks: TEXT, ...NOTHING },
    matches: [serial(ZEBRA)],
  },
  {
    ...{ id: 'zebra-keyboard', maker: 'Zebra', model: 'HID keyboard', speaks: KEYBOARD, ...NOTHING },
    matches: [hid(PAGE.desktop, ZEBRA), hid(null, ZEBRA, 0x1200)],
    toDo: {
      zh: '扫描枪处于键盘模式：请按说明书扫描“Microsoft UWP USB”或“USB CDC Host”设置码',
      en: 'The scanner types like a keyboard: scan “Microsoft UWP USB” or “USB CDC Host” in its manual',
    },
  },
  {
    ...{ id: 'datalogic-hid-pos', maker: 'Datalogic', model: 'HID POS', speaks: hidPos(null), ...NOTHING },
    matches: [hid(PAGE.scanner, DATALOGIC)],
  },
  {
    ...{ id: 'datalogic-serial', maker: 'Datalogic', model: 'USB-COM', speaks: TEXT, ...NOTHING },
    matches: [serial(DATALOGIC)],
  },
  {
    ...{ id: 'datalogic-keyboard', maker: 'Datalogic', model: 'USB keyboard', speaks: KEYBOARD, ...NOTHING },
    matches: [hid(PAGE.desktop, DATALOGIC), hid(null, DATALOGIC, 0x220d)],
    toDo: {
      zh: '扫描枪处于键盘模式：请按说明书扫描 USB-COM 设置码',
      en: 'The scanner types like a keyboard: scan the code for USB-COM in its manual',
    },
  },
  {
    ...{ id: 'newland-hid-pos', maker: 'Newland', model: 'HID-POS', speaks: hidPos(false), ...NOTHING },
    matches: [hid(PAGE.scanner, NEWLAND), hid(null, NEWLAND, 0x0d10)],
  },
  {
    ...{ id: 'newland-serial', maker: 'Newland', model: 'USB CDC', speaks: TEXT, ...NOTHING },
    matches: [serial(NEWLAND)],
  },
  {
    ...{ id: 'newland-keyboard', maker: 'Newland', model: 'keyboard', speaks: KEYBOARD, ...NOTHING },
    ...{ matches: [hid(PAGE.desktop, NEWLAND)], toDo: TO_HID_POS_BY_MANUAL },
  },
  {
    ...{ id: 'any-hid-pos', maker: '', model: 'HID POS', speaks: hidPos(null), ...NOTHING },
    ...{ matches: [hid(PAGE.scanner)], quirks: ['continued-when-full'] },
  },
]
