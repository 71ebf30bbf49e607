import { afterEach, beforeEach, expect, it } from 'vitest'
import { entryOf, makePadDesk, MASTER_KEY, openedBy, SESSION, type PadDesk } from '../../tests/world/pad-desk.ts'
import { fromHex } from '../../tests/world/chip-desk.ts'
import { framed, SIGN_BYTES } from './frames.ts'
import { GENERIC_Z, packetOf } from './profile.ts'

let desk: PadDesk
beforeEach(() => {
  desk = makePadDesk()
})
afterEach(() => desk.pad.close())

it.each([0x02, 0x03, 0x04, 0x06, 0x15])('reads an answer whose LRC is %i', async (lrc) => {
  const message = (of: string) =>
    Buffer.from(packetOf(GENERIC_Z.status.answers.here, { serial: of, keys: '' }), 'latin1')
  const need = (framed(message('')).at(-1) ?? 0) ^ lrc
  // Two printable signs whose exclusive-or is the rest.
  const first = Array.from({ length: 94 }, (_, at) => 0x21 + at).find(
    (sign) => (sign ^ need) > 0x20 && (sign ^ need) < 0x7f,
  )
  const serial = String.fromCharCode(first ?? 0, (first ?? 0) ^ need)
  expect(framed(message(serial)).at(-1)).toBe(lrc)
  desk = makePadDesk({ serial })
  expect(await desk.ends(desk.pad.look())).toEqual({ is: 'here', serial, keys: [] })
})

it('is gone when it is pulled out, and is used again when it is back', async () => {
  await desk.withKeys()
  const reading = desk.pad.readPin(entryOf(SESSION))
  await desk.clock.advance(3_000)
  desk.pull()
  expect(await desk.ends(reading)).toEqual({ is: 'gone' })
  expect(desk.pad.status()).toBe('absent')
  expect(await desk.ends(desk.pad.look())).toEqual({ is: 'gone' })
  desk.sockets.plug(desk.gadget.gadget, '1-2')
  await desk.clock.advance(100_000)
  expect(await desk.ends(desk.pad.look())).toMatchObject({ is: 'here' })
  expect(desk.pad.status()).toBe('ready')
})

it('says by its status why it can not be had', async () => {
  const seen: string[] = []
  desk.pad.onStatus(() => seen.push(desk.pad.status()))
  for (const why of ['busy', 'denied', 'fault'] as const) {
    desk.sockets.hinder('1-2', why)
    expect(await desk.ends(desk.pad.look())).toEqual({ is: 'gone' })
    expect(seen.at(-1)).toBe(why)
  }
})

it('shows lines for the customer, in Chinese too, cut to its columns', async () => {
  expect(await desk.ends(desk.pad.show(['请输入密码请输入密码', 'Amount 123.45 and far too much']))).toBe('shown')
  const decoded = desk.gadget.screen().map((line) => new TextDecoder('gb18030').decode(Buffer.from(line, 'latin1')))
  expect(decoded).toEqual(['请输入密码请输入', 'Amount 123.45 an'])
})

it('refuses what is too much at once, and what can not be asked', async () => {
  const many = await desk.ends(Promise.all(Array.from({ length: 12 }, () => desk.pad.look())))
  expect(many.filter(({ is }) => is === 'occupied')).toHaveLength(4)
  await expect(desk.pad.readPin({ ...entryOf(SESSION), card: '62123' })).rejects.toThrow(RangeError)
  await expect(desk.pad.loadKey({ ...MASTER_KEY, wrapped: fromHex('00') })).rejects.toThrow(RangeError)
  await expect(desk.pad.loadKey({ ...MASTER_KEY, check: fromHex('00') })).rejects.toThrow(RangeError)
  await expect(desk.pad.loadKey({ ...MASTER_KEY, slot: 10 })).rejects.toThrow(RangeError)
  await expect(desk.pad.readPin({ ...entryOf(SESSION), min: 3 })).rejects.toThrow(RangeError)
  await expect(desk.pad.readPin({ ...entryOf(SESSION), amount: 1.5 })).rejects.toThrow(RangeError)
})

it('is ended by the pad when it had begun', async () => {
  await desk.withKeys()
  const reading = desk.pad.readPin(entryOf(SESSION))
  await desk.clock.advance(3_000)
  desk.gadget.say(Uint8Array.of(SIGN_BYTES.eot))
  expect(await desk.ends(reading)).toEqual({ is: 'refused' })
})

it('is late where the pad does not count the time, and has to be told', async () => {
  await desk.withKeys()
  desk.gadget.setMood({ is: 'dawdles' })
  expect(await desk.ends(desk.pad.readPin(entryOf(SESSION)))).toEqual({ is: 'late' })
  desk.gadget.setMood({ is: 'fine' })
  expect(openedBy(await desk.typed('1234'))).toBe('1234')
})

it('takes nothing that was left over for the answer to what comes next', async () => {
  desk.gadget.setMood({ is: 'deaf' })
  const looking = desk.pad.look()
  await desk.clock.advance(1_000)
  const here = framed(Buffer.from(packetOf(GENERIC_Z.status.answers.here, { serial: 'X', keys: '' }), 'latin1'))
  desk.gadget.say(Uint8Array.of(...here, SIGN_BYTES.ack))
  expect(await desk.ends(looking)).toMatchObject({ is: 'here', serial: 'X' })
  desk.gadget.setMood({ is: 'silent' })
  // A sign that was there before is no acknowledgement.
  expect(await desk.ends(desk.pad.look())).toEqual({ is: 'gone' })
})

it('acknowledges what a pad says when nobody asked it, so that it stops', async () => {
  await desk.ends(desk.pad.look())
  const before = desk.gadget.traffic().length
  desk.gadget.say(framed(Buffer.from('71.30000', 'latin1')))
  await desk.clock.advance(1_000)
  expect([...desk.gadget.traffic().subarray(before)]).toEqual([SIGN_BYTES.ack])
})
