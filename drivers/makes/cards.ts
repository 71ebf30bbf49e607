import { CLASS } from '../gadget/descriptors.ts'
import type { Make } from './make.ts'
import { hid, PAGE, serial, usb, NOTHING } from './matching.ts'

const REFUSED = {
  zh: '该读卡器不加密，不能使用：请换用加密读卡器',
  en: 'This reader does not encrypt and is refused: use one that does',
}

const MAGTEK = 0x0801
const ID_TECH = 0x0acd
const VERIFONE = 0x11ca
const INGENICO = 0x0b00

/** Readers of stripes and chips, and PIN pads. */
export const CARDS: readonly Make[] = [
  {
    ...{ id: 'magtek-magnesafe', maker: 'MagTek', model: 'MagneSafe V5', ...NOTHING },
    ...{ matches: [hid(null, MAGTEK)], speaks: { role: 'reader', protocol: 'magnesafe' } },
  },
  {
    ...{ id: 'magtek-classic', maker: 'MagTek', model: 'USB HID', ...NOTHING, toDo: REFUSED },
    ...{ matches: [hid(null, MAGTEK, 0x0002)], speaks: { role: 'reader', protocol: 'clear' } },
  },
  {
    ...{ id: 'id-tech', maker: 'ID TECH', model: 'SecureMag, SREDKey', ...NOTHING },
    ...{ matches: [hid(null, ID_TECH)], speaks: { role: 'reader', protocol: 'id-tech' } },
    toDo: {
      zh: '请用厂家工具把读卡器设为 USB HID 加密格式',
      en: 'Set the reader to its encrypted USB HID format by its maker’s tool',
    },
  },
  {
    // The usage tables have no field for a cipher.
    ...{ id: 'any-stripe-reader', maker: '', model: 'HID MSR', ...NOTHING, toDo: REFUSED },
    ...{ matches: [hid(PAGE.stripe)], speaks: { role: 'reader', protocol: 'clear' } },
  },
  {
    ...{ id: 'any-ccid', maker: '', model: 'CCID', ...NOTHING },
    ...{ matches: [usb(CLASS.chip)], speaks: { role: 'chip', protocol: 'ccid' } },
  },
  {
    ...{ id: 'verifone-serial', maker: 'Verifone', model: 'PIN pad', ...NOTHING, quirks: ['resets-when-opened'] },
    ...{ matches: [serial(VERIFONE)], speaks: { role: 'pinPad', protocol: 'frames', baud: 19_200 } },
  },
  {
    ...{ id: 'ingenico-serial', maker: 'Ingenico', model: 'PIN pad', ...NOTHING, quirks: ['resets-when-opened'] },
    ...{ matches: [serial(INGENICO)], speaks: { role: 'pinPad', protocol: 'frames', baud: 19_200 } },
  },
  {
    ...{ id: 'any-serial-pin-pad', maker: '', model: 'PIN pad, serial', ...NOTHING, matches: [] },
    speaks: { role: 'pinPad', protocol: 'frames', baud: 9_600 },
  },
]
