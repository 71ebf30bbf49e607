import { expect } from 'vitest'
import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import { makePinPadGadget, PIN_PAD, type PinPadGadget } from '#drivers/gadget/pin-pad'
import type { Log } from '#drivers/log/port'
import { aesDerivationKey, aesInitialKey, aesKeyFor } from '#drivers/pin-pad/aes-dukpt'
import { checkValue } from '#drivers/cipher/blocks'
import { DES, desEncrypt } from '#drivers/cipher/des'
import { initialKey, keyFor, transactionKey } from '#drivers/pin-pad/dukpt'
import { makePinPad } from '#drivers/pin-pad/pad'
import { pinOf0, pinOf4 } from '#drivers/pin-pad/pin-block'
import type { PinEntered, PinEntry, PinKey, PinPad, WrappedKey } from '#drivers/pin-pad/port'
import { GENERIC_Z } from '#drivers/pin-pad/profile'
import { makeVirtualSockets, type VirtualSockets } from '#drivers/pipe/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { fromHex } from './chip-desk.ts'
import { passing } from './passing.ts'

/** Test keys, of the standards where they have some. */
export const KEYS = {
  transport: Buffer.from('11'.repeat(16), 'hex'),
  master: Buffer.from('0123456789ABCDEFFEDCBA9876543210', 'hex'),
  working: Buffer.from('5A'.repeat(16), 'hex'),
  tdes: { base: fromHex('0123456789ABCDEFFEDCBA9876543210'), ksn: fromHex('FFFF9876543210E00000') },
  aes: { base: fromHex('FEDCBA9876543210F1F1F1F1F1F1F1F1'), id: fromHex('1234567890123456'), counter: 0 },
}
export const CARD = '6212345678901232'
export const SESSION: PinKey = { mode: 'session', slot: 1 }
export const entryOf = (by: PinKey): PinEntry => ({ card: CARD, amount: 12_345, by, min: 4, max: 12, seconds: 60 })

function wrapped(kind: WrappedKey['kind'], under: Uint8Array, key: Buffer, bytes: 3 | 4): WrappedKey {
  return { kind, slot: 1, wrapped: desEncrypt(under, key), check: checkValue(DES, key, bytes) }
}
export const MASTER_KEY = wrapped('master', KEYS.transport, KEYS.master, 3)
export const WORKING_KEY = wrapped('working', KEYS.master, KEYS.working, 4)

/** A PIN pad that is plugged into this program, its driver, and a person in front of it. */
export interface PadDesk {
  readonly clock: VirtualClock
  readonly sockets: VirtualSockets
  readonly gadget: PinPadGadget
  readonly pad: PinPad
  readonly pull: () => void
  /** Each line of the log. */
  readonly logged: readonly string[]
  readonly ends: <Value>(work: Promise<Value>) => Promise<Value>
  readonly withKeys: () => Promise<void>
  readonly typed: (digits: string, by?: PinKey) => Promise<PinEntered>
}

type Make = Parameters<typeof makePinPadGadget>[0]

export function makePadDesk(make: Make = KEYS): PadDesk {
  const clock = makeVirtualClock(0)
  const sockets = makeVirtualSockets(clock)
  const gadget = makePinPadGadget(make, { clock, random: makeVirtualRandom(1) })
  const pull = sockets.plug(gadget.gadget, '1-2')
  const logged: string[] = []
  const note = (what: string, fields?: object) => void logged.push(JSON.stringify([what, fields]))
  const log: Log = { note, fault: (what, cause) => note(what, { cause: String(cause) }) }
  const pad = makePinPad({
    ...{ serial: sockets.pipes.serial, clock, log, profile: GENERIC_Z, options: { baud: 19_200 } },
    isOurs: ({ vendor, product }) => vendor === PIN_PAD.vendor && product === PIN_PAD.product,
  })
  const ends = <Value>(work: Promise<Value>) => passing(clock, work)
  const withKeys = async () => {
    expect(await ends(pad.loadKey(MASTER_KEY))).toEqual({ is: 'loaded' })
    expect(await ends(pad.loadKey(WORKING_KEY))).toEqual({ is: 'loaded' })
  }
  const typed = async (digits: string, by: PinKey = SESSION) => {
    const reading = pad.readPin(entryOf(by))
    await clock.advance(3_000)
    gadget.type(digits)
    return ends(reading)
  }
  return { clock, sockets, gadget, pad, pull, logged, ends, withKeys, typed }
}

/** The acquirer, which has the keys: what was typed. */
export function openedBy(entered: PinEntered): string | null {
  if (entered.is !== 'entered') return null
  const { block, ksn, format } = entered
  const { tdes, aes, working } = KEYS
  if (!ksn) return pinOf0(block, CARD, working)
  if (format === 0) return pinOf0(block, CARD, keyFor('pin', transactionKey(initialKey(tdes.base, tdes.ksn), ksn)))
  const counter = Buffer.from(ksn).readUInt32BE(8)
  const derived = aesDerivationKey(aesInitialKey(aes.base, aes.id), aes.id, counter)
  return pinOf4(block, CARD, aesKeyFor('pin', derived, aes.id, counter))
}
