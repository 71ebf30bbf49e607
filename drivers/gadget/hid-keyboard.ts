import { makeHidGadget, type HidGadget } from './hid.ts'

/**
 * A scanner that types: it says that it is a keyboard (usage page 1, usage 6), and nothing by which it could be told
 * from one but its maker's number. Reports are those of HID 1.11, appendix B.1, without lamps.
 */
export function makeHidKeyboard({ vendor = 0x0c2e, product = 0x0b61, serial = 'TYPING-1' } = {}): HidGadget {
  const said = { manufacturer: 'cashier-station', name: 'Bar code scanner, typing', serial }
  return makeHidGadget({ ...said, vendor, product, reportDescriptor: KEYBOARD })
}

const KEYBOARD = Uint8Array.from([
  // Application collection: generic desktop, keyboard.
  ...[0x05, 0x01, 0x09, 0x06, 0xa1, 0x01],
  // Eight bits: control, shift and their like; then a byte that is kept free.
  ...[0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02],
  ...[0x95, 0x01, 0x75, 0x08, 0x81, 0x01],
  // Six keys that are down.
  ...[0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0],
])
