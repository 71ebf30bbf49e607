import { DEVICE_ROLES } from '#domain/devices'
import { call } from './define.ts'
import { Nothing } from './shapes.ts'
import { z } from 'zod'

export const DeviceRole = z.enum(DEVICE_ROLES)
/** What a device says of itself, as far as it is kept. */
const TEXT_MAX = 64
const Text = z.string().max(TEXT_MAX)
const Id = z.int().min(0).max(0xffff)
export const DeviceName = z.strictObject({
  ...{ by: z.enum(['usb', 'hid', 'serial']), vendor: Id.nullable(), product: Id.nullable() },
  ...{ serial: Text.nullable(), place: Text.nullable() },
})
export const MakeId = z.string().regex(/^[\w-]{1,40}$/)

const STATES = ['ready', 'absent', 'busy', 'denied', 'unsupported', 'fault', 'in-the-clear'] as const
const PRINTER_STATES = ['paper-out', 'cover-open', 'cutter'] as const
export const DeviceStateView = z.enum([...STATES, ...PRINTER_STATES])

/** What a device did last. */
export const DID = [
  ...(['scanned', 'swiped', 'swipe-misread', 'swipe-in-the-clear', 'swipe-keys-used-up'] as const),
  ...(['swipe-garbled', 'swipe-played-again', 'card-in', 'card-out', 'card-answered', 'card-failed'] as const),
  ...(['printer-printed', 'printer-refused', 'printer-unknown'] as const),
  ...(['drawer-printed', 'drawer-given', 'drawer-refused', 'drawer-unknown'] as const),
  ...(['display-shown', 'display-failed', 'pin-entered', 'pin-cancelled', 'pin-late', 'pin-failed'] as const),
  'try-failed',
] as const
/** `text`: what there is to show of it, such as a code; nothing in it is a secret. */
const Did = z.strictObject({ what: z.enum(DID), text: z.string().max(160), atMs: z.number() })

const Words = z.strictObject({ zh: z.string().max(200), en: z.string().max(200) })
/** A code that sets a device up when it scans it off the screen (`drivers/makes`). */
const SetUpView = z.strictObject({
  ...{ does: Words, content: z.string().min(1).max(80), symbology: z.enum(['code128', 'qr']), fnc3: z.boolean() },
  manual: z.string().max(80).nullable(),
})
const CandidateView = z.strictObject({
  ...{ role: DeviceRole, make: MakeId, name: z.string() },
  /** False: first it is to be set up, and can not be chosen as it is. */
  isDrivable: z.boolean(),
  /** What a person is to do to have it work, or work better; null where nothing is. */
  toDo: Words.nullable(),
  setUp: z.array(SetUpView).max(16),
})
export type CandidateView = z.infer<typeof CandidateView>

/** What a payment terminal said of itself when it was asked: of `ok` to `unreachable` its own words. */
export const TERMINAL_SAYS = [
  ...(['ok', 'busy', 'maintenance', 'unreachable', 'absent', 'occupied', 'refused'] as const),
] as const
/** Acquirers that a terminal may know: more than any. */
const HOSTS_MAX = 32
const TerminalView = z.strictObject({
  state: z.enum(['ready', 'absent']),
  said: z
    .strictObject({ what: z.enum(TERMINAL_SAYS), away: z.array(Text).max(HOSTS_MAX), atMs: z.number() })
    .nullable(),
})

/** The devices of this station, for a manager and IT. */
export const DevicesView = z.strictObject({
  /** Of the program that drives them. `off`: nothing is assigned, and nobody has looked. */
  program: z.enum(['off', 'up', 'down']),
  roles: z.array(
    z.strictObject({
      role: DeviceRole,
      /** Null where none is assigned. */
      device: DeviceName.nullable(),
      make: z.string().nullable(),
      state: DeviceStateView.nullable(),
      did: Did.nullable(),
    }),
  ),
  /** The payment terminal that the settings name; null where they name none. */
  terminal: TerminalView.nullable(),
  /** What is plugged in, as it was when somebody looked last; null until then. */
  found: z
    .array(
      z.strictObject({
        ...{ device: DeviceName, name: Text.nullable() },
        /** What it could be, by its make. */
        makes: z.array(CandidateView),
      }),
    )
    .nullable(),
  /** What went over the lines, newest last, with what is secret left out. */
  trace: z.array(z.strictObject({ atMs: z.number(), role: DeviceRole, text: z.string().max(200) })),
})
export type DevicesView = z.infer<typeof DevicesView>

const NOT_THERE = ['no-such-device'] as const

/** Which device does what. */
export const devices = {
  /** Looks at what is plugged in; the view has it then. */
  look: call({ by: 'manager-or-it', changes: false, takes: Nothing, gives: Nothing, refuses: ['devices-away'] }),
  assign: call({
    ...{ by: 'manager-or-it', changes: true, gives: Nothing },
    takes: z.strictObject({ role: DeviceRole, device: DeviceName, make: MakeId }),
    refuses: NOT_THERE,
  }),
  remove: call({
    ...{ by: 'manager-or-it', changes: true, takes: z.strictObject({ role: DeviceRole }), gives: Nothing },
    refuses: NOT_THERE,
  }),
  /** Makes a device do what it is for; what came of it, the view says. */
  try: call({
    ...{ by: 'manager-or-it', changes: false, gives: Nothing },
    takes: z.strictObject({ what: z.enum(['printer', 'drawer', 'display', 'chip', 'pin-pad', 'terminal']) }),
    refuses: ['device-not-ready', 'device-busy'],
  }),
}
