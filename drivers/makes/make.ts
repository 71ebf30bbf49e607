import { z } from 'zod'

/**
 * What is known of a make of device, as data: how it is recognised, what it speaks, and what a person does to have it
 * speak that. A device of a new make needs an entry here, and no code.
 */
export const ROLES = ['scanner', 'reader', 'chip', 'pinPad', 'printer', 'drawer', 'display'] as const
export type Role = (typeof ROLES)[number]

const Id = z.int().min(0).max(0xffff)
/** A sentence for the person at the device. */
const Words = z.strictObject({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) })
export type Words = z.infer<typeof Words>

/** How one is recognised; null where it does not matter. One without vendor needs a class or a usage page. */
const Match = z
  .strictObject({
    by: z.enum(['usb', 'hid', 'serial']),
    vendor: Id.nullable(),
    product: Id.nullable(),
    /** An interface of this class (USB-IF class codes). */
    interfaceClass: z.int().min(0).max(0xff).nullable(),
    /** Of HID: usage page of the first collection. */
    usagePage: Id.nullable(),
  })
  .refine(({ vendor, product }) => vendor !== null || product === null, 'a product of which vendor?')
  .refine((match) => match.vendor !== null || match.interfaceClass !== null || match.usagePage !== null, 'any device')
export type Match = z.infer<typeof Match>

/** As many as a panel of the screen has room for, at two of its dots a module. */
const CODE128_CHARACTERS_MAX = 18

/**
 * A code that sets the device up when it scans it off the screen. `fnc3`: begun by the sign FNC 3, by which scanners
 * know that it is meant for them (ISO/IEC 15417). `manual`: which one has it; null where it is told, not read. None has
 * been tried on a device yet.
 */
const SetUp = z
  .strictObject({
    does: Words,
    content: z.string().regex(/^[ -~]{1,80}$/),
    symbology: z.enum(['code128', 'qr']),
    fnc3: z.boolean(),
    manual: z.string().min(1).max(80).nullable(),
  })
  .refine(({ symbology, content }) => symbology === 'qr' || content.length <= CODE128_CHARACTERS_MAX, 'too wide')
  .refine(({ symbology, fnc3 }) => symbology === 'code128' || !fnc3, 'function 3 is of Code 128')
export type SetUp = z.infer<typeof SetUp>

/** Bits a second of a serial line; null where there is none, or where it only looks like one. */
const Baud = z.union([2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200].map((baud) => z.literal(baud))).nullable()

const Speaks = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('scanner'),
    /** `keyboard`: it types, which is read as a last resort only. */
    protocol: z.enum(['hid-pos', 'serial-text', 'keyboard']),
    /** Of HID POS: whether reports carry AIM identifiers; null where the report is to tell. */
    hasAim: z.boolean().nullable(),
    baud: Baud,
  }),
  z.strictObject({
    role: z.literal('reader'),
    /** `clear`: it does not encrypt in its head, and is refused. */
    protocol: z.enum(['magnesafe', 'id-tech', 'clear']),
  }),
  z.strictObject({ role: z.literal('chip'), protocol: z.literal('ccid') }),
  z.strictObject({ role: z.literal('pinPad'), protocol: z.literal('frames'), baud: Baud }),
  z.strictObject({
    role: z.literal('printer'),
    protocol: z.literal('escpos'),
    /** Columns of normal text; null where models of the make differ, and the shop says. */
    columns: z.union([z.literal(32), z.literal(42), z.literal(48)]).nullable(),
    codePage: z.literal('gb18030'),
    /** Whether it repeats the mark of a question (`GS ( H` function 48). */
    marks: z.boolean(),
    baud: Baud,
  }),
  z.strictObject({
    ...{ role: z.literal('drawer'), protocol: z.literal('pulse') },
    /** What opens it, as hex. */
    pulse: z.string().regex(/^(?:[0-9a-f]{2}){1,16}$/),
    baud: Baud,
  }),
  z.strictObject({
    role: z.literal('display'),
    protocol: z.enum(['led8', 'cd5220', 'dm-d']),
    codePage: z.enum(['ascii', 'gb18030']),
    baud: Baud,
  }),
])

/**
 * What is odd about it: `continued-when-full`, it says that more follows of a last report that is just full ·
 * `empty-answers`, it answers reads with nothing as fast as it is asked · `resets-when-opened`, DTR of its line resets
 * it.
 */
const Quirk = z.enum(['continued-when-full', 'empty-answers', 'resets-when-opened'])

export const Make = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,40}$/),
  /** Such as `Honeywell`; empty of one that is known by its class only. */
  maker: z.string().max(40),
  model: z.string().min(1).max(60),
  /** Empty: it can not be recognised, such as behind a converter, and the shop chooses it. */
  matches: z.array(Match).max(32),
  speaks: Speaks,
  quirks: z.array(Quirk),
  setUp: z.array(SetUp).max(16),
  /** What to do to have it work, or to have it work better; null where nothing is. */
  toDo: Words.nullable(),
})
export type Make = z.infer<typeof Make>
