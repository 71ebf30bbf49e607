import { expect } from 'vitest'
import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import type { ChipReader } from '#drivers/chip/port'
import { makeCcidReader } from '#drivers/chip/reader'
import { CARD_READER, makeCardReader, type CardReader, type CardReaderMake } from '#drivers/gadget/card-reader'
import { AID, makeSmartCard, type CardMake, type SmartCard } from '#drivers/gadget/smart-card'
import { passing } from './passing.ts'
import { makeVirtualSockets, type VirtualSockets } from '#drivers/pipe/virtual'

export const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const SELECT = Uint8Array.of(0x00, 0xa4, 0x04, 0x00, AID.length, ...AID, 0x00)

/** A reader for chip cards, plugged into this program, and its driver. */
export interface ChipDesk {
  readonly clock: VirtualClock
  readonly sockets: VirtualSockets
  readonly gadget: CardReader
  readonly reader: ChipReader
  readonly pull: () => void
  /** Lets the time pass that it takes. */
  readonly ends: <Value>(work: Promise<Value>) => Promise<Value>
  /** A new card in the slot, with power, its application selected. */
  readonly withCard: (make: CardMake) => Promise<SmartCard>
}

export function makeChipDesk(make: Partial<CardReaderMake> = {}): ChipDesk {
  const clock = makeVirtualClock(0)
  const sockets = makeVirtualSockets(clock)
  const gadget = makeCardReader({ level: 'tpdu', automatic: true, pinPad: true, interrupt: true, ...make }, clock)
  const pull = sockets.plug(gadget.gadget, '1-1')
  const reader = makeCcidReader({
    ...{ usb: sockets.pipes.usb, clock },
    isOurs: ({ vendor, product }) => vendor === CARD_READER.vendor && product === CARD_READER.product,
  })
  const ends = <Value>(work: Promise<Value>) => passing(clock, work)
  const withCard = async (of: CardMake) => {
    const card = makeSmartCard(of)
    gadget.insert(card)
    expect(await ends(reader.powerOn())).toMatchObject({ is: 'on', atr: card.atr, protocol: card.protocol })
    expect(await ends(reader.exchange(SELECT))).toMatchObject({ is: 'answer', status: 0x9000 })
    return card
  }
  return { clock, sockets, gadget, reader, pull, ends, withCard }
}
