import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeUsbPrinter } from '#drivers/gadget/printer'
import type { Found } from '#drivers/pipe/port'
import { makeVirtualSockets } from '#drivers/pipe/virtual'
import { FLUSH_MS, makeHidPosReader } from '#drivers/scanner/hid-pos'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { at } from '../../tests/sources.ts'
import { Make, ROLES, type Match } from './make.ts'
import { MAKES, makesOf, makeWithId } from './makes.ts'
import { hid, usb } from './matching.ts'

const FOUND: Found = {
  ...{ by: 'usb', vendor: null, product: null, serial: null, place: null, path: 'x', name: null },
  ...{ usage: null, classes: [] },
}
const told = (found: Partial<Found>, makes?: readonly Make[]) =>
  makesOf({ ...FOUND, ...found }, makes).map(({ make, role, by }) => [make.id, role, by])

const FIELDS = ['vendor', 'product', 'interfaceClass', 'usagePage'] as const
const sureness = ({ vendor, product }: Match) => [product !== null, vendor !== null].join()
/** Whether a device may be both, and neither is the surer. */
const overlap = (one: Match, other: Match): boolean =>
  one.by === other.by &&
  sureness(one) === sureness(other) &&
  FIELDS.every((field) => one[field] === null || other[field] === null || one[field] === other[field])

/** Makes that claim the same device for one role. */
const rivals = (makes: readonly Make[]): string[] =>
  makes.flatMap((make, at) =>
    makes
      .slice(at + 1)
      .filter(({ speaks, matches }) => {
        const isSameRole = speaks.role === make.speaks.role
        return isSameRole && matches.some((match) => make.matches.some((own) => overlap(own, match)))
      })
      .map(({ id }) => `${make.id} and ${id}`),
  )

describe('what is known of makes', () => {
  it.each(MAKES.map((make) => [make.id, make] as const))('is well formed: %s', (_id, make) => {
    expect(Make.safeParse(make)).toMatchObject({ success: true })
  })

  it('names each make once, claims no device twice for a role, and has one for each role', () => {
    expect(new Set(MAKES.map(({ id }) => id)).size).toBe(MAKES.length)
    expect(rivals(MAKES)).toEqual([])
    expect(new Set(MAKES.map(({ speaks }) => speaks.role))).toEqual(new Set(ROLES))
  })

  it('would find a make that claims another’s device, and one that claims any', () => {
    const [one] = MAKES
    if (!one) throw new Error('no makes')
    const other = { ...one, id: 'another', matches: [hid(null, one.matches[0]?.vendor ?? 0)] }
    expect(rivals([...MAKES, other])).toContain(`${one.id} and another`)
    expect(Make.safeParse({ ...one, matches: [hid(null)] }).success).toBe(false)
    expect(Make.safeParse({ ...one, matches: [hid(0x8c, null, 7)] }).success).toBe(false)
  })

  it('would find a code that is wider than the screen, and a QR code with function 3', () => {
    const typing = makeWithId('honeywell-keyboard')
    const [code] = typing?.setUp ?? []
    if (!code) throw new Error('no code')
    const isRight = (wrong: Partial<typeof code>): boolean =>
      Make.safeParse({ ...typing, setUp: [{ ...code, ...wrong }] }).success
    const long = [18, 19].map((length) => isRight({ content: 'M'.repeat(length) }))
    expect([isRight({}), ...long]).toEqual([true, true, false])
    const qr = { symbology: 'qr', content: 'M'.repeat(19) } as const
    expect([isRight({ ...qr, fnc3: false }), isRight({ ...qr, fnc3: true })]).toEqual([true, false])
  })

  it('says in both languages what a person is to do, and in Chinese with Chinese signs', () => {
    const words = MAKES.flatMap(({ toDo, setUp }) => [...(toDo ? [toDo] : []), ...setUp.map(({ does }) => does)])
    expect(words.filter(({ zh, en }) => !/\p{Script=Han}/u.test(zh) || /\p{Script=Han}/u.test(en))).toEqual([])
    // Whoever types has something to do about it.
    const typing = MAKES.filter(({ speaks }) => speaks.role === 'scanner' && speaks.protocol === 'keyboard')
    expect(typing.every(({ toDo }) => toDo !== null)).toBe(true)
  })
})

describe('a device that was found', () => {
  const usage = (page: number) => ({ page, id: 2 })
  it.each<[string, Partial<Found>, string[][]]>([
    ['a scanner of a maker', { by: 'hid', vendor: 0x0c2e, usage: usage(0x8c) }, [['honeywell-hid-pos', 'vendor']]],
    ['one that types', { by: 'hid', vendor: 0x0c2e, usage: usage(1) }, [['honeywell-keyboard', 'vendor']]],
    ['one known to type', { by: 'hid', vendor: 0x05e0, product: 0x1200 }, [['zebra-keyboard', 'product']]],
    ['a scanner of nobody’s', { by: 'hid', vendor: 0xdead, usage: usage(0x8c) }, [['any-hid-pos', 'class']]],
    ['a reader', { by: 'hid', vendor: 0x0801, product: 0x0011 }, [['magtek-magnesafe', 'vendor']]],
    ['a reader in the clear', { by: 'hid', vendor: 0x0801, product: 2 }, [['magtek-classic', 'product']]],
    ['a stripe reader of nobody’s', { by: 'hid', vendor: 1, usage: usage(0x8e) }, [['any-stripe-reader', 'class']]],
    ['a chip reader', { vendor: 1, classes: [3, 11] }, [['any-ccid', 'class']]],
    ['a printer', { vendor: 0x04b8, classes: [7] }, [['epson-usb', 'vendor']]],
    ['its maker’s other device', { vendor: 0x04b8, classes: [6, 255] }, []],
    ['a printer by its chip', { vendor: 0x0416, product: 0x5011, classes: [7] }, [['pos58-usb', 'product']]],
    ['a printer of nobody’s', { vendor: 9, classes: [7] }, [['any-usb-printer', 'class']]],
    ['a keyboard', { by: 'hid', vendor: 0x046d, usage: usage(1) }, []],
    ['a converter', { by: 'serial', vendor: 0x1a86, product: 0x7523 }, []],
    ['a port that is soldered in', { by: 'serial' }, []],
  ])('is known: %s', (_name, found, known) => {
    expect(told(found).map(([id, , by]) => [id, by])).toEqual(known)
  })

  it('may have several roles, with one make for each', () => {
    expect(told({ vendor: 9, classes: [7, 11] })).toEqual([
      ['any-ccid', 'chip', 'class'],
      ['any-usb-printer', 'printer', 'class'],
    ])
  })

  it('says its classes over the pipe', async () => {
    const sockets = makeVirtualSockets(makeVirtualClock(0))
    sockets.plug(makeUsbPrinter({ columns: 32 }).gadget, '1-1')
    const [found] = await sockets.pipes.usb.list()
    expect(found && makesOf(found).map(({ make }) => make.id)).toEqual(['pos58-usb'])
  })

  it('of a new make needs an entry and no code', () => {
    const any = makeWithId('any-usb-printer')
    if (!any) throw new Error('no such make')
    const fresh: Make = { ...any, id: 'fresh', maker: 'Fresh', matches: [usb(7, 0x1234, 0x5678)] }
    expect(told({ vendor: 0x1234, product: 0x5678, classes: [7] }, [...MAKES, fresh])).toEqual([
      ['fresh', 'printer', 'product'],
    ])
  })
})

/** `# …` what it is · `> …` a report in hex, which goes on in lines with blanks before · `= …` the code they make. */
interface Recorded {
  readonly reports: readonly Uint8Array[]
  readonly code: string
}
function readRecorded(text: string): Recorded[] {
  const recorded: Recorded[] = []
  let reports: string[] = []
  for (const line of text.split('\n')) {
    const body = line.slice(2)
    if (line.startsWith('> ')) reports.push(body)
    else if (line.startsWith('  ')) reports.push((reports.pop() ?? '') + body)
    else if (line.startsWith('= ')) {
      recorded.push({ code: body, reports: reports.map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex')) })
      reports = []
    }
  }
  return recorded
}

const REPORTS = at('drivers/makes/reports')
const IN_HID_POS = MAKES.filter(({ speaks }) => speaks.role === 'scanner' && speaks.protocol === 'hid-pos')

describe('reports of scanners', () => {
  it.each(IN_HID_POS.map(({ id }) => id))('of %s are there, and are read as what was scanned', async (id) => {
    const path = `${REPORTS}/${id}.txt`
    const recorded = existsSync(path) ? readRecorded(readFileSync(path, 'utf8')) : []
    expect(recorded.length).toBeGreaterThan(0)
    const clock = makeVirtualClock(0)
    const codes: string[] = []
    const reader = makeHidPosReader({ wait: clock.wait, onCode: (code) => codes.push(code) })
    for (const { reports } of recorded) {
      expect(reports.map(({ length }) => length)).toEqual(reports.map(() => 64))
      for (const report of reports) reader.take(report)
      await clock.advance(FLUSH_MS)
    }
    expect(codes).toEqual(recorded.map(({ code }) => code))
  })

  it('are of makes that are known', () => {
    const files = readdirSync(REPORTS).map((name) => name.replace(/\.txt$/, ''))
    expect(files.filter((id) => !makeWithId(id))).toEqual([])
  })
})
