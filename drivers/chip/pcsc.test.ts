import { describe, expect, it } from 'vitest'
import { passing } from '../../tests/world/passing.ts'
import { fromHex } from '../../tests/world/chip-desk.ts'
import { makeVirtualClock } from '../clock/virtual.ts'
import { verificationOf, withPin } from '../gadget/card-reader-keys.ts'
import { AID, FILE_BYTES, makeSmartCard, type SmartCard } from '../gadget/smart-card.ts'
import { featureOf, FEATURES_REQUEST, loadPcsc } from './pcsc-library.ts'
import type { PcscContext, PcscDone, PcscReader, PcscStatus } from './pcsc-library.ts'
import { makePcscReader } from './pcsc.ts'

const NAME = 'A reader 00 00'
const FEATURE = 0x42330006
const FAILED = new Error('the service says no')

/** A service that is a program, in the package's shape, with one reader and keys on it. */
function makeService(hasKeys = true) {
  let card: SmartCard | null = null
  let [typed, hangs, connected] = ['1234', false, false]
  const tell: Partial<Record<string, (value: never) => void>> = {}
  const listens = (of: string) => (event: string, listener: (value: never) => void) => (tell[of + event] = listener)
  const emit = (event: string, value: unknown) => tell[event]?.(value as never)
  const contact = (bytes: Buffer, done: PcscDone, run: (of: SmartCard) => Uint8Array) => {
    if (!hangs) queueMicrotask(() => (card ? done(null, run(card)) : done(FAILED, bytes)))
  }
  const reader: PcscReader = {
    ...{ name: NAME, on: listens('reader:'), close: () => undefined },
    disconnect: (_disposition, done) => {
      connected = false
      queueMicrotask(() => done(null))
    },
    connect: (_options, done) => {
      // The package does nothing then, whatever card is in, and names no protocol.
      if (connected) queueMicrotask(() => done(null, undefined as never))
      if (connected) return
      connected = card !== null
      card?.reset()
      queueMicrotask(() => done(card ? null : FAILED, card?.protocol === 0 ? 1 : 2))
    },
    // The service does T=1 by itself, and T=0 but for what is to come back.
    transmit: (bytes, _most, protocol, done) =>
      contact(bytes, done, (of) => (protocol === 1 ? of.contact(bytes) : of.apdu(bytes))),
    control: (bytes, code, _most, done) =>
      contact(bytes, done, (of) => {
        const list = Buffer.concat([fromHex('0A 01 00'), fromHex('06 04 42330006')])
        if (code !== FEATURE) return hasKeys && code === FEATURES_REQUEST.linux ? list : new Uint8Array(0)
        // Part 10: two time limits, the rest as CCID has it, four bytes of length, the command.
        const [seconds = 0] = bytes
        const asked = verificationOf(
          Buffer.concat([Uint8Array.of(0, seconds), bytes.subarray(2, 15), bytes.subarray(19)]),
        )
        if (typeof asked === 'number' || bytes.readUInt32LE(15) !== asked.command.length) return fromHex('6B80')
        if (typed === 'late' || typed === 'cancel') return fromHex(typed === 'late' ? '6400' : '6401')
        return of.apdu(withPin(asked, typed))
      }),
  }
  const context: PcscContext = { on: listens(''), close: () => undefined }
  return {
    context,
    plug: () => emit('reader', reader),
    unplug: () => emit('reader:end', null),
    insert: (next: SmartCard | null) => {
      card = next
      const status: PcscStatus = next ? { state: 0x20, atr: next.atr } : { state: 0x10 }
      emit('reader:status', status)
    },
    type: (keys: string) => {
      typed = keys
    },
    hang: () => {
      hangs = true
    },
  }
}

function begin(hasKeys = true) {
  const [clock, service] = [makeVirtualClock(0), makeService(hasKeys)]
  const reader = makePcscReader({ context: service.context, clock, system: 'linux', isOurs: (name) => name === NAME })
  return { clock, service, reader }
}
const SELECT = Uint8Array.of(0, 0xa4, 4, 0, AID.length, ...AID, 0)

describe.each([0, 1] as const)('a reader that the system has, a card of T=%i', (protocol) => {
  it('is spoken to over the system’s service', async () => {
    const { service, reader } = begin()
    const seen: string[] = []
    reader.onStatus(() => seen.push(reader.status()))
    expect(await reader.powerOn()).toEqual({ is: 'failed', why: 'no-reader' })
    service.plug()
    service.insert(null)
    expect(await reader.powerOn()).toEqual({ is: 'failed', why: 'no-card' })
    const card = makeSmartCard({ protocol })
    service.insert(card)
    expect(await reader.exchange(SELECT)).toEqual({ is: 'refused', why: 'not-powered' })
    expect(await reader.powerOn()).toEqual({ is: 'on', atr: card.atr, protocol })
    expect(await reader.exchange(SELECT)).toMatchObject({ is: 'answer', status: 0x9000 })
    const last = await reader.exchange(fromHex('00 B0 0200 00'))
    expect(last.is === 'answer' && last.data.length).toBe(FILE_BYTES - 512)
    service.insert(null)
    expect(await reader.exchange(SELECT)).toEqual({ is: 'refused', why: 'no-card' })
    service.insert(card)
    expect(await reader.powerOn()).toEqual({ is: 'on', atr: card.atr, protocol })
    service.unplug()
    expect(seen).toEqual(['empty', 'card', 'empty', 'card', 'absent'])
  })

  it('has the PIN typed on its own keys, where it has some', async () => {
    const { service, reader } = begin()
    service.plug()
    const card = makeSmartCard({ protocol })
    service.insert(card)
    await reader.powerOn()
    const asked = { min: 4, max: 6, seconds: 30 }
    expect(await reader.verifyPin(asked)).toMatchObject({ is: 'answer', status: 0x9000 })
    service.type('9999')
    expect(await reader.verifyPin(asked)).toMatchObject({ is: 'answer', status: 0x63c2 })
    service.type('late')
    expect(await reader.verifyPin(asked)).toEqual({ is: 'refused', why: 'pin-late' })
    service.type('cancel')
    expect(await reader.verifyPin(asked)).toEqual({ is: 'refused', why: 'pin-cancelled' })
    expect(card.carriedOut().verify).toBe(2)
    expect(await reader.exchange(fromHex('00 20 00 80 08 24 12 34 FF FF FF FF FF'))).toEqual({
      ...{ is: 'refused', why: 'pin-in-the-open' },
    })
    const without = begin(false)
    without.service.plug()
    without.service.insert(makeSmartCard({ protocol }))
    await without.reader.powerOn()
    expect(await without.reader.verifyPin(asked)).toEqual({ is: 'refused', why: 'unsupported' })
  })

  it('is not waited for longer than there is time, and what it did is unknown', async () => {
    const { clock, service, reader } = begin()
    service.plug()
    service.insert(makeSmartCard({ protocol }))
    await reader.powerOn()
    service.hang()
    expect(await passing(clock, reader.exchange(SELECT))).toEqual({ is: 'unknown', why: 'reader-broken' })
    expect(await reader.exchange(SELECT)).toEqual({ is: 'refused', why: 'not-powered' })
  })
})

it('there is no service where the package is not, or is none', async () => {
  expect(await loadPcsc()).toBeNull()
  expect(await loadPcsc(() => Promise.resolve({ default: 'something else' }))).toBeNull()
  const { context } = makeService()
  expect((await loadPcsc(() => Promise.resolve({ default: () => context })))?.()).toBe(context)
})

it('a feature is found in the list of a reader, whatever the list', () => {
  expect(featureOf(fromHex('0A 01 00 06 04 42330006'), 6)).toBe(FEATURE)
  expect([
    featureOf(fromHex('06 04 4233'), 6),
    featureOf(fromHex(''), 6),
    featureOf(fromHex('07 04 42330007'), 6),
  ]).toEqual([null, null, null])
})
