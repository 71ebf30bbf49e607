import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  CARD,
  entryOf,
  KEYS,
  makePadDesk,
  openedBy,
  SESSION,
  WORKING_KEY,
  type PadDesk,
} from '../../tests/world/pad-desk.ts'
import { fromHex } from '../../tests/world/chip-desk.ts'
import { framed } from './frames.ts'
import type { PinKey } from './port.ts'
import { GENERIC_Z, packetOf } from './profile.ts'

let desk: PadDesk
beforeEach(() => {
  desk = makePadDesk()
})
afterEach(() => desk.pad.close())

describe('keys', () => {
  it('are loaded where the check value is the one that was meant, and are told of', async () => {
    await desk.withKeys()
    const looked = await desk.ends(desk.pad.look())
    expect(looked).toMatchObject({ is: 'here', serial: 'PP000001' })
    const keys = looked.is === 'here' ? looked.keys.map(({ kind, slot, check }) => `${kind} ${slot} ${check}`) : []
    expect(keys).toContain('master 1 08D7B4')
    expect(keys.map((key) => key.split(' ')[0])).toEqual(['master', 'working', 'dukpt-tdes', 'dukpt-aes'])
  })

  it('are refused where it is another, and are not kept', async () => {
    await desk.withKeys()
    expect(await desk.ends(desk.pad.loadKey({ ...WORKING_KEY, wrapped: fromHex('77'.repeat(16)) }))).toEqual({
      is: 'check-value',
    })
    // What was there before is still there.
    expect(openedBy(await desk.typed('1234'))).toBe('1234')
    expect(await desk.ends(desk.pad.loadKey({ ...WORKING_KEY, slot: 2 }))).toEqual({ is: 'keys-missing' })
  })

  it('are forgotten by a pad that says it has loaded one and names another check value', async () => {
    await desk.withKeys()
    desk.gadget.setMood({ is: 'lies' })
    expect(await desk.ends(desk.pad.loadKey(WORKING_KEY))).toEqual({ is: 'check-value' })
    desk.gadget.setMood({ is: 'fine' })
    expect(await desk.typed('1234')).toEqual({ is: 'keys-missing' })
  })
})

describe.each<PinKey>([SESSION, { mode: 'dukpt', cipher: 'tdes' }, { mode: 'dukpt', cipher: 'aes' }])(
  'a PIN, %o',
  (by) => {
    beforeEach(() => desk.withKeys())

    it('is typed, and opens for the acquirer alone', async () => {
      const [first, second] = [await desk.typed('123456', by), await desk.typed('9876', by)]
      expect([openedBy(first), openedBy(second)]).toEqual(['123456', '9876'])
      expect(first.is === 'entered' && first.format).toBe(by.mode === 'dukpt' && by.cipher === 'aes' ? 4 : 0)
      // Neither a PIN nor a clear key went over the line, and no log has a block or a card number.
      const line = Buffer.from(desk.gadget.traffic()).toString('latin1')
      for (const secret of [KEYS.master, KEYS.working, KEYS.tdes.base, KEYS.aes.base].map((key) =>
        Buffer.from(key).toString('hex').toUpperCase(),
      ))
        expect(line).not.toContain(secret)
      const block = first.is === 'entered' ? Buffer.from(first.block).toString('hex') : '?'
      expect(line.toLowerCase()).toContain(block)
      const format = by.mode === 'dukpt' && by.cipher === 'aes' ? 4 : 0
      expect(desk.logged).toEqual(Array(2).fill(`["pin pad",{"why":"a PIN was entered, format ${format}"}]`))
      expect(desk.logged.join('').toLowerCase()).not.toContain(block)
      expect(desk.logged.join('')).not.toContain(CARD)
    })

    it('is not typed, each for its own reason', async () => {
      expect(await desk.typed('', by)).toEqual({ is: 'bypassed' })
      expect(await desk.typed('cancel', by)).toEqual({ is: 'cancelled' })
      // Too few digits its keys do not confirm.
      expect(await desk.typed('12', by)).toEqual({ is: 'late' })
      const reading = desk.pad.readPin(entryOf(by))
      await desk.clock.advance(3_000)
      desk.pad.withdraw()
      desk.pad.withdraw()
      expect(await desk.ends(reading)).toEqual({ is: 'withdrawn' })
      expect(openedBy(await desk.typed('1234', by))).toBe('1234')
    })

    it.each([
      { is: 'garbles', times: 2 },
      { is: 'refuses', times: 2 },
      { is: 'loses-signs', times: 2 },
      { is: 'glued' },
      { is: 'slow' },
      { is: 'repeats' },
    ] as const)('comes over a line that is bad for a while: %o', async (mood) => {
      desk.gadget.setMood(mood)
      expect(openedBy(await desk.typed('1234', by))).toBe('1234')
      desk.gadget.setMood({ is: 'fine' })
      expect(desk.gadget.entries()).toBe(1)
      expect(openedBy(await desk.typed('5678', by))).toBe('5678')
    })

    it.each([
      [{ is: 'silent' }, 'gone', 'silent'],
      [{ is: 'refuses', times: 9 }, 'garbled', 'ready'],
      [{ is: 'breaks-off' }, 'refused', 'ready'],
      [{ is: 'deaf' }, 'unknown', 'ready'],
      [{ is: 'garbles', times: 9 }, 'unknown', 'ready'],
    ] as const)('does not come: %o', async (mood, is, status) => {
      desk.gadget.setMood(mood)
      expect(await desk.typed('1234', by)).toEqual({ is })
      expect(desk.pad.status()).toBe(status)
      desk.gadget.setMood({ is: 'fine' })
      await desk.clock.advance(100_000)
      expect(openedBy(await desk.typed('1234', by))).toBe('1234')
    })
  },
)

it('says that there are no keys, and none left', async () => {
  expect(await desk.typed('1234')).toEqual({ is: 'keys-missing' })
  desk = makePadDesk({ tdes: { ...KEYS.tdes, ksn: fromHex('FFFF98765432 10FFF800'.replace(' ', '')) } })
  expect(await desk.typed('1234', { mode: 'dukpt', cipher: 'tdes' })).toEqual({ is: 'keys-missing' })
  expect(await desk.typed('1234', { mode: 'dukpt', cipher: 'aes' })).toEqual({ is: 'keys-missing' })
})

it('never takes the answer to a PIN that was given up for the next one', async () => {
  await desk.withKeys()
  desk.gadget.setMood({ is: 'deaf' })
  expect(await desk.typed('1111')).toEqual({ is: 'unknown' })
  desk.gadget.setMood({ is: 'fine' })
  const reading = desk.pad.readPin(entryOf(SESSION))
  await desk.clock.advance(1_000)
  // What the pad could still say of the one before.
  const stale = packetOf(GENERIC_Z.pinSession.answers.entered, {
    reference: '0000',
    format: '0',
    block: 'AA'.repeat(8),
  })
  desk.gadget.say(framed(Buffer.from(stale, 'latin1')))
  await desk.clock.advance(1_000)
  desk.gadget.type('2222')
  expect(openedBy(await desk.ends(reading))).toBe('2222')
})
