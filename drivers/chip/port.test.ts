import { afterEach, describe, expect, it } from 'vitest'
import { FILE_BYTES } from '../gadget/smart-card.ts'
import { fromHex, makeChipDesk, type ChipDesk } from '../../tests/world/chip-desk.ts'
import type { Exchanged } from './port.ts'

const READ = fromHex('00 B0 0000 00')
const TRIES = fromHex('00 20 00 80')
const ASKED = { min: 4, max: 6, seconds: 30 }

let desk: ChipDesk
afterEach(() => desk.reader.close())

/** What each reader promises, whatever it does itself and whatever it leaves to this side. */
const WAYS = (['tpdu', 'short', 'extended'] as const).flatMap((level) =>
  ([0, 1] as const).flatMap((protocol) => [true, false].map((automatic) => ({ level, protocol, automatic }))),
)

describe.each(WAYS)('a reader at the level $level, a card of T=$protocol, automatic: $automatic', (way) => {
  const { level, protocol } = way
  const card = () => {
    desk = makeChipDesk(way)
    return desk.withCard({ protocol })
  }

  it('gives what the card answers, whole', async () => {
    await card()
    const file = Uint8Array.from({ length: FILE_BYTES }, (_, at) => (at * 7) & 0xff)
    const parts: Uint8Array[] = []
    for (const place of ['0000', '0100', '0200']) {
      const got = await desk.ends(desk.reader.exchange(fromHex(`00 B0 ${place} 00`)))
      expect(got).toMatchObject({ is: 'answer', status: 0x9000 })
      if (got.is === 'answer') parts.push(got.data)
    }
    expect(Buffer.concat(parts).equals(file)).toBe(true)
    // What goes there and comes back (case 4), and what only goes there (case 3).
    const data = Uint8Array.from({ length: 255 }, (_, at) => at)
    const echo = Uint8Array.of(0x00, 0x10, 0, 0, data.length, ...data)
    expect(await desk.ends(desk.reader.exchange(Uint8Array.of(...echo, 0)))).toEqual({
      is: 'answer',
      data,
      status: 0x9000,
    })
    // T=0 has no way to say that nothing is to come back.
    const done = protocol === 0 ? 0x61ff : 0x9000
    expect(await desk.ends(desk.reader.exchange(echo))).toMatchObject({ is: 'answer', status: done })
    expect(await desk.ends(desk.reader.exchange(fromHex('00 A4 04 00 01 77')))).toMatchObject({
      is: 'answer',
      status: 0x6a82,
    })
  })

  it('takes what is long where it can, and says so where not', async () => {
    const { carriedOut } = await card()
    const long = await desk.ends(desk.reader.exchange(fromHex('00 B0 0000 00 0000')))
    if (level === 'extended' || (level === 'tpdu' && protocol === 1)) {
      expect(long).toMatchObject({ is: 'answer', status: 0x9000 })
      expect(long.is === 'answer' && long.data.length).toBe(FILE_BYTES)
      const data = Uint8Array.from({ length: 700 }, (_, at) => at & 0xff)
      const echo = Uint8Array.of(0x00, 0x10, 0, 0, 0, 2, 188, ...data, 0, 0)
      expect(await desk.ends(desk.reader.exchange(echo))).toEqual({ is: 'answer', data, status: 0x9000 })
    } else expect([long, carriedOut().read]).toEqual([{ is: 'refused', why: 'too-long' }, 0])
  })

  it('has the PIN typed on its own keys, and counts no try of this side', async () => {
    const { carriedOut } = await card()
    expect(await desk.ends(desk.reader.exchange(TRIES))).toMatchObject({ status: 0x63c3 })
    const typed = async (keys: string): Promise<Exchanged> => {
      const verifying = desk.reader.verifyPin(ASKED)
      await desk.clock.advance(5_000)
      desk.gadget.press(keys)
      return desk.ends(verifying)
    }
    expect(await typed('9999')).toMatchObject({ is: 'answer', status: 0x63c2 })
    expect(await typed('cancel')).toEqual({ is: 'refused', why: 'pin-cancelled' })
    expect(await typed('1')).toEqual({ is: 'refused', why: 'pin-late' })
    expect(carriedOut().verify).toBe(1)
    expect(await typed('1234')).toMatchObject({ is: 'answer', status: 0x9000 })
    // And goes on where it was.
    expect(await desk.ends(desk.reader.exchange(TRIES))).toMatchObject({ is: 'answer', status: 0x63c3 })
    expect(await desk.ends(desk.reader.exchange(fromHex('00 20 00 80 08 24 12 34 FF FF FF FF FF')))).toEqual({
      ...{ is: 'refused', why: 'pin-in-the-open' },
    })
    expect(carriedOut().verify).toBe(2)
  })

  it.each(['longer', 'wrong-number', 'garbage'] as const)('bears what a reader does: %s', async (fault) => {
    const { carriedOut } = await card()
    desk.gadget.meet(fault)
    expect(await desk.ends(desk.reader.exchange(READ))).toMatchObject({ is: 'answer', status: 0x9000 })
    expect(carriedOut().read).toBe(1)
  })

  it.each(['silent', 'hung', 'slow', 'removed'] as const)('does not know what a lost answer was: %s', async (fault) => {
    const { carriedOut } = await card()
    desk.gadget.meet(fault)
    expect(await desk.ends(desk.reader.exchange(READ))).toEqual({
      ...{ is: 'unknown', why: fault === 'removed' ? 'no-card' : 'reader-broken' },
    })
    expect(carriedOut().read).toBe(fault === 'slow' ? 0 : 1)
    // Nothing more before the card is powered on anew; then all is well.
    const why = fault === 'removed' ? 'no-card' : 'not-powered'
    expect(await desk.ends(desk.reader.exchange(READ))).toEqual({ is: 'refused', why })
    await desk.withCard({ protocol })
    expect(await desk.ends(desk.reader.exchange(READ))).toMatchObject({ is: 'answer', status: 0x9000 })
  })
})
