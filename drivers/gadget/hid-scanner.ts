import { makeHidGadget, type HidGadget } from './hid.ts'

/**
 * A scanner in HID POS mode: usage page 0x8C (HID Point of Sale Usage Tables 1.02), scanned data in input report 2 of
 * 64 bytes, in either of the two layouts that are in the field.
 */
export interface HidScannerGadget extends HidGadget {
  /** A code as it is printed, in latin1; a long one goes in several reports. */
  readonly scan: (code: string) => void
}

export interface HidScannerMake {
  /** `aim`: with three bytes of symbology before the data. */
  readonly layout?: 'aim' | 'plain'
  readonly vendor?: number
  readonly product?: number
  readonly serial?: string
}

const REPORT = 2
const REPORT_BYTES = 64
const DATA_BYTES = 56
const FLAGS_AT = 63
const SYMBOLOGY_AT = 62
const EAN_13 = Buffer.from(']E0', 'latin1')
/** Newland's number of EAN-13. */
const EAN_13_NUMBER = 4

export function makeHidScanner(make: HidScannerMake = {}): HidScannerGadget {
  const { layout = 'aim', vendor = 0x0c2e, product = 0x0b81, serial = 'SCANNER-1' } = make
  const said = { manufacturer: 'cashier-station', name: 'Bar code scanner', serial }
  const reportDescriptor = layout === 'aim' ? AIM_DESCRIPTOR : PLAIN_DESCRIPTOR
  const hid = makeHidGadget({ ...said, vendor, product, reportDescriptor })
  return {
    ...hid,
    scan: (code) => {
      const data = Buffer.from(code, 'latin1')
      for (let at = 0; at === 0 || at < data.length; at += DATA_BYTES)
        hid.report(reportOf(data.subarray(at, at + DATA_BYTES), layout, at + DATA_BYTES < data.length))
    },
  }
}

function reportOf(data: Uint8Array, layout: 'aim' | 'plain', isContinued: boolean): Buffer {
  const report = Buffer.alloc(REPORT_BYTES)
  report.set([REPORT, data.length])
  if (layout === 'aim') report.set([...EAN_13, ...data], 2)
  else {
    report.set(data, 2)
    report[SYMBOLOGY_AT] = EAN_13_NUMBER
  }
  report[FLAGS_AT] = isContinued ? 1 : 0
  return report
}

/** Items of a report descriptor (HID 1.11, 6.2.2): `count` fields of `bits` bits of a usage, as input. */
const input = (usage: readonly number[], count: number, bits: number, kind = 0x02): readonly number[] => [
  ...[...usage, 0x75, bits, 0x95, count, 0x81, kind],
]
const POS_PAGE = [0x05, 0x8c]
const BYTES = [0x15, 0x00, 0x26, 0xff, 0x00]
const BITS = [0x15, 0x00, 0x25, 0x01]
/** Usage page Generic Desktop, byte count. */
const BYTE_COUNT = [0x05, 0x01, 0x09, 0x3b]
const ARRAY_BYTES = 0x02
const CONSTANT = 0x03
const described = (fields: readonly number[]): Uint8Array =>
  Uint8Array.from([
    // Application collection: bar code scanner; in it the logical collection of scanned data, report 2.
    ...[...POS_PAGE, 0x09, 0x02, 0xa1, 0x01, 0x09, 0x12, 0xa1, 0x02, 0x85, REPORT, ...BYTES],
    ...[...fields, ...POS_PAGE, ...BITS, ...input([0x09, 0xff], 1, 1), ...input([], 7, 1, CONSTANT), 0xc0, 0xc0],
  ])

const AIM_DESCRIPTOR = described([
  ...input(BYTE_COUNT, 1, 8),
  ...POS_PAGE,
  ...[0xfb, 0xfc, 0xfd].flatMap((usage) => input([0x09, usage], 1, 8)),
  ...input([0x09, 0xfe], DATA_BYTES, 8, ARRAY_BYTES),
  // Two bytes of the maker's own.
  ...input([0x06, 0x66, 0xff, 0x09, 0x04], 2, 8),
])
const PLAIN_DESCRIPTOR = described([
  ...input(BYTE_COUNT, 1, 8),
  ...POS_PAGE,
  ...input([0x09, 0xfe], DATA_BYTES, 8, ARRAY_BYTES),
  ...input([], 4, 8, CONSTANT),
  ...input([0x06, 0x66, 0xff, 0x09, 0x04], 1, 8),
])
