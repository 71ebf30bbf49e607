import { describe, expect, it } from 'vitest'
import { DES } from '../cipher/des.ts'
import { checkValue } from '../cipher/blocks.ts'
import { makeVirtualClock, type VirtualClock } from '../clock/virtual.ts'
import { pinOf0 } from '../pin-pad/pin-block.ts'
import type { CardAsk, DeskStage, Presented } from './port.ts'
import { CARD_MS, CHIP_TRIES, makeVirtualDesk, PIN_MS, type DeskCard } from './virtual.ts'

const TMK = Buffer.from('CA5D92598DCA48CE8A4C76361A9269E9', 'hex')
const PIK = Buffer.from('807A23AD32B36D457AE91FDF927570EA', 'hex')
const CHIP: DeskCard = {
  ...{ pan: '6212345678901232', expiry: '3012', service: '220', sequence: '001', isForeign: false },
  chip: Buffer.from('9F2701809505000000', 'hex'),
}
const STRIPE: DeskCard = { ...CHIP, service: '120', sequence: null, chip: null }
const ASK: CardAsk = { amount: 12_345, pin: 'as-card', pinFreeUpTo: 100_000 }
const waiting = new AbortController().signal

async function atDesk(ask: Partial<CardAsk> = {}, noMore = waiting) {
  const clock = makeVirtualClock(0)
  const desk = makeVirtualDesk({ wait: clock.wait, tmk: () => TMK })
  await desk.loadPinKey({ wrapped: DES.encrypt(TMK, PIK), check: checkValue(DES, PIK, 4) })
  const stages: (DeskStage | null)[] = []
  desk.onStage((stage) => stages.push(stage))
  return { clock, desk, stages, presented: desk.present({ ...ASK, ...ask }, noMore) }
}
const settle = (clock: VirtualClock) => clock.advance(0)
const pinIn = (presented: Presented) =>
  presented.is === 'card' && presented.card.pinBlock ? pinOf0(presented.card.pinBlock, presented.card.pan, PIK) : null

describe('a card desk', () => {
  it('reads a chip, asks for the PIN, and gives it under the key of the day alone', async () => {
    const { clock, desk, stages, presented } = await atDesk()
    expect(desk.show(CHIP, 'insert')).toBe(true)
    await settle(clock)
    expect([desk.type('12a4'), desk.type('123')]).toEqual([false, false])
    expect(desk.type('123456')).toBe(true)
    const card = await presented
    expect(card).toMatchObject({
      is: 'card',
      card: { entry: 'chip', track2: '6212345678901232=3012220', sequence: '001' },
    })
    expect(pinIn(card)).toBe('123456')
    expect(stages).toEqual(['card', 'pin', null])
  })

  it('wants the chip of a card that has one, and takes its stripe only after it failed to answer', async () => {
    const { clock, desk, stages, presented } = await atDesk()
    desk.show(CHIP, 'swipe')
    for (let nth = 0; nth < CHIP_TRIES; nth++) {
      await settle(clock)
      expect(desk.stage()).toBe('insert')
      desk.show(CHIP, 'broken-chip')
    }
    await settle(clock)
    expect(desk.stage()).toBe('card')
    desk.show(CHIP, 'swipe')
    await settle(clock)
    desk.type('')
    expect(await presented).toMatchObject({ is: 'card', card: { entry: 'fallback', chip: null, pinBlock: null } })
    expect(stages).toEqual(['card', 'insert', 'insert', 'insert', 'card', 'pin', null])
  })

  it('asks for no PIN without contact up to the limit, nor where none is wanted', async () => {
    const small = await atDesk({ amount: 100_000 })
    small.desk.show(CHIP, 'tap')
    expect(await small.presented).toMatchObject({ is: 'card', card: { entry: 'contactless', pinBlock: null } })
    const large = await atDesk({ amount: 100_001 })
    large.desk.show(CHIP, 'tap')
    await settle(large.clock)
    expect(large.desk.stage()).toBe('pin')
    large.desk.cancel()
    expect(await large.presented).toEqual({ is: 'cancelled' })
    const signed = await atDesk()
    signed.desk.show({ ...STRIPE, service: '121' }, 'swipe')
    expect(await signed.presented).toMatchObject({ is: 'card', card: { entry: 'swipe' } })
    const refund = await atDesk({ pin: 'never' })
    refund.desk.show(STRIPE, 'swipe')
    expect(await refund.presented).toMatchObject({ is: 'card', card: { pinBlock: null } })
  })

  it('waits for nobody for ever, and for nobody whom nobody waits for', async () => {
    const late = await atDesk()
    await late.clock.advance(CARD_MS)
    expect(await late.presented).toEqual({ is: 'late' })
    const typing = await atDesk()
    typing.desk.show(STRIPE, 'swipe')
    await typing.clock.advance(PIN_MS)
    expect(await typing.presented).toEqual({ is: 'late' })
    const over = new AbortController()
    const { desk, presented } = await atDesk({}, over.signal)
    expect(await desk.present(ASK, waiting)).toEqual({ is: 'away' })
    over.abort()
    expect(await presented).toEqual({ is: 'cancelled' })
    expect([desk.show(CHIP, 'insert'), desk.type('1234'), desk.cancel(), desk.stage()]).toEqual([
      false,
      false,
      false,
      null,
    ])
  })

  it('takes no PIN key whose check value is another’s, and no PIN without one', async () => {
    const clock = makeVirtualClock(0)
    const desk = makeVirtualDesk({ wait: clock.wait, tmk: () => TMK })
    expect(await desk.loadPinKey({ wrapped: DES.encrypt(TMK, PIK), check: Buffer.from('00000000', 'hex') })).toBe(false)
    const presented = desk.present(ASK, waiting)
    desk.show(STRIPE, 'swipe')
    expect(await presented).toEqual({ is: 'keys' })
    const other = desk.present(ASK, waiting)
    desk.show(STRIPE, 'insert')
    expect(await other).toEqual({ is: 'unreadable' })
  })
})
