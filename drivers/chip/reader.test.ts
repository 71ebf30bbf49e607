import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeSmartCard } from '../gadget/smart-card.ts'
import { fromHex, makeChipDesk, type ChipDesk } from '../../tests/world/chip-desk.ts'

const READ = fromHex('00 B0 0000 00')
const ASKED = { min: 4, max: 6, seconds: 30 }

let desk: ChipDesk
let stop: AbortController
beforeEach(() => {
  stop = new AbortController()
})
afterEach(async () => {
  stop.abort()
  await desk.reader.close()
})

describe('a reader that leaves it to this side', () => {
  it('is given the parameters of the card, and a voltage it answers at', async () => {
    desk = makeChipDesk({ automatic: false })
    await desk.withCard({ protocol: 0, voltages: [1] })
    // Rates, direction, guard time, waiting time integer of 10 (CCID 1.1, 6.1.7), after the protocol.
    expect(desk.gadget.parameters()).toEqual(fromHex('00 11 00 00 0A 00'))
    await desk.withCard({ protocol: 1 })
    expect(desk.gadget.parameters()).toEqual(fromHex('01 11 10 00 45 00 20 00'))
  })

  it('agrees with the card on its rates before it sets them', async () => {
    desk = makeChipDesk({ automatic: false })
    // TA1 94: eight times as fast. The last byte checks.
    await desk.withCard({ protocol: 0, atr: fromHex('3B 10 94') })
    expect(desk.gadget.parameters()).toEqual(fromHex('00 94 00 00 0A 00'))
    // Faster than the reader: it stays as it was.
    await desk.withCard({ protocol: 0, atr: fromHex('3B 10 97') })
    expect(desk.gadget.parameters()).toEqual(fromHex('00 11 00 00 0A 00'))
  })

  it.each([
    ['a card that does not answer', { protocol: 0, voltages: [] }, 'mute'],
    ['an answer to reset that is none', { protocol: 0, atr: fromHex('3B 65 00') }, 'not-a-card'],
    ['a protocol of another kind', { protocol: 0, atr: fromHex('3B 80 0E 8E') }, 'unsupported'],
  ] as const)('says why there is no power: %s', async (_name, make, why) => {
    desk = makeChipDesk({ automatic: false })
    desk.gadget.insert(makeSmartCard(make))
    expect(await desk.ends(desk.reader.powerOn())).toEqual({ is: 'failed', why })
  })

  it('asks a card of T=1 again for a block that came damaged or not at all, and gives it more time', async () => {
    desk = makeChipDesk()
    const card = await desk.withCard({ protocol: 1 })
    card.askLonger(3)
    desk.gadget.meet('damaged', 'mute', 'damaged')
    expect(await desk.ends(desk.reader.exchange(READ))).toMatchObject({ is: 'answer', status: 0x9000 })
    expect(card.carriedOut().read).toBe(1)
    desk.gadget.meet('mute', 'mute', 'mute', 'mute')
    expect(await desk.ends(desk.reader.exchange(READ))).toEqual({ is: 'unknown', why: 'mute' })
  })

  it('gives a card more time for a PIN, and sends no PIN that is none where the card asks for it again', async () => {
    desk = makeChipDesk()
    const card = await desk.withCard({ protocol: 1 })
    card.askLonger(3)
    desk.gadget.press('1234')
    expect(await desk.ends(desk.reader.verifyPin(ASKED))).toMatchObject({ is: 'answer', status: 0x9000 })
    desk.gadget.meet('damaged')
    desk.gadget.press('1234')
    expect(await desk.ends(desk.reader.verifyPin(ASKED))).toEqual({ is: 'unknown', why: 'misread' })
    expect(card.carriedOut().verify).toBe(1)
  })

  it('does not send to a mute card of T=0 again', async () => {
    desk = makeChipDesk()
    await desk.withCard({ protocol: 0 })
    desk.gadget.meet('mute')
    expect(await desk.ends(desk.reader.exchange(READ))).toEqual({ is: 'unknown', why: 'mute' })
  })
})

describe.each([true, false])('the slot, told by interrupt: %s', (interrupt) => {
  it('is watched', async () => {
    desk = makeChipDesk({ interrupt })
    const seen: string[] = []
    desk.reader.onStatus(() => seen.push(desk.reader.status()))
    const watching = desk.reader.watch(stop.signal)
    await desk.clock.advance(1_000)
    desk.gadget.insert(makeSmartCard({ protocol: 0 }))
    await desk.clock.advance(1_000)
    desk.gadget.remove()
    await desk.clock.advance(1_000)
    desk.pull()
    await desk.clock.advance(1_000)
    expect(seen).toEqual(['empty', 'card', 'empty', 'absent'])
    desk.sockets.plug(desk.gadget.gadget, '1-1')
    await desk.clock.advance(1_000)
    expect(desk.reader.status()).toBe('empty')
    stop.abort()
    await desk.ends(watching)
  })

  it('knows a card that was changed for another between two commands', async () => {
    desk = makeChipDesk({ interrupt })
    const watching = desk.reader.watch(stop.signal)
    await desk.withCard({ protocol: 0 })
    desk.gadget.remove()
    desk.gadget.insert(makeSmartCard({ protocol: 0 }))
    await desk.clock.advance(1_000)
    expect(await desk.ends(desk.reader.exchange(READ))).toEqual({ is: 'refused', why: 'not-powered' })
    stop.abort()
    await desk.ends(watching)
  })
})

describe('a reader that can not be had', () => {
  it.each(['busy', 'denied', 'fault'] as const)('is %s, and is used when it can be', async (why) => {
    desk = makeChipDesk()
    desk.sockets.hinder('1-1', why)
    expect(await desk.ends(desk.reader.powerOn())).toEqual({ is: 'failed', why: 'no-reader' })
    expect(desk.reader.status()).toBe(why)
    desk.sockets.hinder('1-1', null)
    await desk.withCard({ protocol: 0 })
  })

  it('refuses what was asked when it was pulled out, and does not know what was under way', async () => {
    desk = makeChipDesk()
    await desk.withCard({ protocol: 0 })
    desk.gadget.meet('slow')
    const under = desk.reader.exchange(READ)
    await desk.clock.advance(1_000)
    desk.pull()
    expect(await desk.ends(under)).toEqual({ is: 'unknown', why: 'no-reader' })
    expect(await desk.ends(desk.reader.exchange(READ))).toEqual({ is: 'refused', why: 'no-reader' })
  })

  it('has no keys for a PIN: it is not asked for', async () => {
    desk = makeChipDesk({ pinPad: false })
    const { carriedOut } = await desk.withCard({ protocol: 0 })
    expect(await desk.ends(desk.reader.verifyPin(ASKED))).toEqual({ is: 'refused', why: 'unsupported' })
    expect(carriedOut().verify).toBe(0)
  })

  it('refuses what is too much at once, and what is no command', async () => {
    desk = makeChipDesk()
    await desk.withCard({ protocol: 0 })
    const many = Array.from({ length: 20 }, () => desk.reader.exchange(READ))
    const all = await desk.ends(Promise.all(many))
    expect(all.filter(({ is }) => is === 'answer')).toHaveLength(8)
    expect(all.filter((each) => each.is === 'refused' && each.why === 'busy')).toHaveLength(12)
    expect(await desk.reader.exchange(fromHex('00 B0 00'))).toEqual({ is: 'refused', why: 'not-an-apdu' })
  })
})
