import type { Make, Match } from './make.ts'

const ANY = { vendor: null, product: null, interfaceClass: null, usagePage: null } as const

/** Usage pages of HID: generic desktop, whose usage 6 is a keyboard; bar code scanner; magnetic-stripe reader. */
export const PAGE = { desktop: 0x01, scanner: 0x8c, stripe: 0x8e } as const

/** By HID: a usage page, of any vendor or of one. */
export const hid = (usagePage: number | null, vendor: number | null = null, product: number | null = null): Match => ({
  ...{ ...ANY, by: 'hid', usagePage, vendor, product },
})
export const serial = (vendor: number, product: number | null = null): Match => ({
  ...{ ...ANY, by: 'serial', vendor, product },
})
/** By USB: an interface of a class, of any vendor or of one. */
export const usb = (interfaceClass: number, vendor: number | null = null, product: number | null = null): Match => ({
  ...{ ...ANY, by: 'usb', interfaceClass, vendor, product },
})

/** A make that is as any other of its kind. */
export const NOTHING = { quirks: [], setUp: [], toDo: null } satisfies Partial<Make>
