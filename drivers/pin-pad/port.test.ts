import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { passing } from '../../tests/world/passing.ts'
import { makeVirtualClock, type VirtualClock } from '../clock/virtual.ts'
import { makePinPadGadget, PIN_PAD, type PinPadGadget } from '../gadget/pin-pad.ts'
import type { Log } from '../log/port.ts'
import { makeVirtualSockets, type VirtualSockets } from '../pipe/virtual.ts'
import { makeVirtualRandom } from '../random/virtual.ts'
import { aesDerivationKey, aesInitialKey, aesKeyFor } from './aes-dukpt.ts'
import { checkValue, tdesEncrypt } from './cipher.ts'
import { initialKey, keyFor, transactionKey } from './dukpt.ts'
import { framed } from './frames.ts'
import { makePinPad } from './pad.ts'
import { pinOf0, pinOf4 } from './pin-block.ts'
import type { PinEntered, PinEntry, PinKey, PinPad, WrappedKey } from './port.ts'
import { GENERIC_Z, packetOf } from './profile.ts'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const TRANSPORT = hex('11'.repeat(16))
const MASTER = hex('0123456789ABCDEFFEDCBA9876543210')
const WORKING = hex('5A'.repeat(16))
const TDES = { base: hex('0123456789ABCDEFFEDCBA9876543210'), ksn: hex('FFFF9876543210E00000') }
const AES = { base: hex('FEDCBA9876543210F1F1F1F1F1F1F1F1'), id: hex('1234567890123456'), counter: 0 }
const CARD = '6212345678901232'
const asked = (by: PinKey): PinEntry => ({ card: CARD, amount: 12_345, by, min: 4, max: 12, seconds: 60 })
const SESSION: PinKey = { mode: 'session', slot: 1 }

let clock: VirtualClock
let sockets: VirtualSockets
let gadget: PinPadGadget
let pad: PinPad
let pull: () => void
let logged: string[]

function wrapped(kind: WrappedKey['kind'], under: Uint8Array, key: Buffer, bytes: 3 | 4 = 3): WrappedKey {
  const halves = [key.subarray(0, 8), key.subarray(8)].map((half) => tdesEncrypt(under, half))
  return { kind, slot: 1, wrapped: Buffer.concat(halves), check: checkValue(key, bytes) }
}
const MASTER_KEY = wrapped('master', TRANSPORT, MASTER)
const WORKING_KEY = wrapped('working', MASTER, WORKING, 4)

function begin(make: Parameters<typeof makePinPadGadget>[0] = { transport: TRANSPORT, tdes: TDES, aes: AES }) {
  clock = makeVirtualClock(0)
  sockets = makeVirtualSockets(clock)
  gadget = makePinPadGadget(make, { clock, random: makeVirtualRandom(1) })
  pull = sockets.plug(gadget.gadget, '1-2')
  logged = []
  const note = (what: string, fields?: object) => void logged.push(JSON.stringify([what, fields]))
  const log: Log = { note, fault: (what, cause) => note(what, { cause: String(cause) }) }
  pad = makePinPad({
    ...{ serial: sockets.pipes.serial, clock, log, profile: GENERIC_Z, options: { baud: 19_200 } },
    isOurs: ({ vendor, product }) => vendor === PIN_PAD.vendor && product === PIN_PAD.product,
  })
}
beforeEach(() => begin())
afterEach(() => pad.close())

const ends = <Value>(work: Promise<Value>) => passing(clock, work)
async function withKeys(): Promise<void> {
  expect(await ends(pad.loadKey(MASTER_KEY))).toEqual({ is: 'loaded' })
  expect(await ends(pad.loadKey(WORKING_KEY))).toEqual({ is: 'loaded' })
}
async function typed(digits: string, by: PinKey = SESSION): Promise<PinEntered> {
  const reading = pad.readPin(asked(by))
  await clock.advance(3_000)
  gadget.type(digits)
  return ends(reading)
}
/** The acquirer, which has the keys. */
function opened(entered: PinEntered): string | null {
  if (entered.is !== 'entered') return null
  const { block, ksn, format } = entered
  if (!ksn) return pinOf0(block, CARD, WORKING)
  if (format === 0) return pinOf0(block, CARD, keyFor('pin', transactionKey(initialKey(TDES.base, TDES.ksn), ksn)))
  const counter = Buffer.from(ksn).readUInt32BE(8)
  const derived = aesDerivationKey(aesInitialKey(AES.base, AES.id), AES.id, counter)
  return pinOf4(block, CARD, aesKeyFor('pin', derived, AES.id, counter))
}

describe('keys', () => {
  it('are loaded where the check value is the one that was meant, and are told of', async () => {
    await withKeys()
    const looked = await ends(pad.look())
    expect(looked).toMatchObject({ is: 'here', serial: 'PP000001' })
    const keys = looked.is === 'here' ? looked.keys.map(({ kind, slot, check }) => `${kind} ${slot} ${check}`) : []
    expect(keys).toContain('master 1 08D7B4')
    expect(keys.map((key) => key.split(' ')[0])).toEqual(['master', 'working', 'dukpt-tdes', 'dukpt-aes'])
  })

  it('are refused where it is another, and are not kept', async () => {
    await withKeys()
    expect(await ends(pad.loadKey({ ...WORKING_KEY, wrapped: hex('77'.repeat(16)) }))).toEqual({ is: 'check-value' })
    // What was there before is still there.
    expect(opened(await typed('1234'))).toBe('1234')
    expect(await ends(pad.loadKey({ ...WORKING_KEY, slot: 2 }))).toEqual({ is: 'keys-missing' })
  })

  it('are forgotten by a pad that says it has loaded one and names another check value', async () => {
    await withKeys()
    gadget.setMood({ is: 'lies' })
    expect(await ends(pad.loadKey(WORKING_KEY))).toEqual({ is: 'check-value' })
    gadget.setMood({ is: 'fine' })
    expect(await typed('1234')).toEqual({ is: 'keys-missing' })
  })
})

describe.each<PinKey>([SESSION, { mode: 'dukpt', cipher: 'tdes' }, { mode: 'dukpt', cipher: 'aes' }])(
  'a PIN, %o',
  (by) => {
    beforeEach(withKeys)

    it('is typed, and opens for the acquirer alone', async () => {
      const [first, second] = [await typed('123456', by), await typed('9876', by)]
      expect([opened(first), opened(second)]).toEqual(['123456', '9876'])
      expect(first.is === 'entered' && first.format).toBe(by.mode === 'dukpt' && by.cipher === 'aes' ? 4 : 0)
      // Neither a PIN nor a clear key went over the line, and no log has a block or a card number.
      const line = Buffer.from(gadget.traffic()).toString('latin1')
      for (const secret of [MASTER, WORKING, TDES.base, AES.base].map((key) => key.toString('hex').toUpperCase()))
        expect(line).not.toContain(secret)
      const block = first.is === 'entered' ? Buffer.from(first.block).toString('hex') : '?'
      expect(line.toLowerCase()).toContain(block)
      expect(logged).toHaveLength(2)
      expect(logged.join('').toLowerCase()).not.toContain(block)
      expect(logged.join('')).not.toContain(CARD)
    })

    it('is not typed, each for its own reason', async () => {
      expect(await typed('', by)).toEqual({ is: 'bypassed' })
      expect(await typed('cancel', by)).toEqual({ is: 'cancelled' })
      // Too few digits its keys do not confirm.
      expect(await typed('12', by)).toEqual({ is: 'late' })
      const reading = pad.readPin(asked(by))
      await clock.advance(3_000)
      pad.withdraw()
      pad.withdraw()
      expect(await ends(reading)).toEqual({ is: 'withdrawn' })
      expect(opened(await typed('1234', by))).toBe('1234')
    })

    it.each([
      { is: 'garbles', times: 2 },
      { is: 'refuses', times: 2 },
      { is: 'loses-signs', times: 2 },
      { is: 'glued' },
      { is: 'slow' },
      { is: 'repeats' },
    ] as const)('comes over a line that is bad for a while: %o', async (mood) => {
      gadget.setMood(mood)
      expect(opened(await typed('1234', by))).toBe('1234')
      gadget.setMood({ is: 'fine' })
      expect(gadget.entries()).toBe(1)
      expect(opened(await typed('5678', by))).toBe('5678')
    })

    it.each([
      [{ is: 'silent' }, 'gone', 'silent'],
      [{ is: 'refuses', times: 9 }, 'garbled', 'ready'],
      [{ is: 'breaks-off' }, 'refused', 'ready'],
      [{ is: 'deaf' }, 'unknown', 'ready'],
      [{ is: 'garbles', times: 9 }, 'unknown', 'ready'],
    ] as const)('does not come: %o', async (mood, is, status) => {
      gadget.setMood(mood)
      expect(await typed('1234', by)).toEqual({ is })
      expect(pad.status()).toBe(status)
      gadget.setMood({ is: 'fine' })
      await clock.advance(100_000)
      expect(opened(await typed('1234', by))).toBe('1234')
    })
  },
)

it('says that there are no keys, and none left', async () => {
  expect(await typed('1234')).toEqual({ is: 'keys-missing' })
  begin({ tdes: { ...TDES, ksn: hex('FFFF98765432 10FFF800'.replace(' ', '')) } })
  expect(await typed('1234', { mode: 'dukpt', cipher: 'tdes' })).toEqual({ is: 'keys-missing' })
  expect(await typed('1234', { mode: 'dukpt', cipher: 'aes' })).toEqual({ is: 'keys-missing' })
})

it('never takes the answer to a PIN that was given up for the next one', async () => {
  await withKeys()
  gadget.setMood({ is: 'deaf' })
  expect(await typed('1111')).toEqual({ is: 'unknown' })
  gadget.setMood({ is: 'fine' })
  const reading = pad.readPin(asked(SESSION))
  await clock.advance(1_000)
  // What the pad could still say of the one before.
  const stale = packetOf(GENERIC_Z.pinSession.answers.entered, {
    reference: '0000',
    format: '0',
    block: 'AA'.repeat(8),
  })
  gadget.say(framed(Buffer.from(stale, 'latin1')))
  await clock.advance(1_000)
  gadget.type('2222')
  expect(opened(await ends(reading))).toBe('2222')
})

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
  begin({ serial })
  expect(await ends(pad.look())).toEqual({ is: 'here', serial, keys: [] })
})

it('is gone when it is pulled out, and is used again when it is back', async () => {
  await withKeys()
  const reading = pad.readPin(asked(SESSION))
  await clock.advance(3_000)
  pull()
  expect(await ends(reading)).toEqual({ is: 'gone' })
  expect(pad.status()).toBe('absent')
  expect(await ends(pad.look())).toEqual({ is: 'gone' })
  sockets.plug(gadget.gadget, '1-2')
  await clock.advance(100_000)
  expect(await ends(pad.look())).toMatchObject({ is: 'here' })
  expect(pad.status()).toBe('ready')
})

it('says by its status why it can not be had', async () => {
  const seen: string[] = []
  pad.onStatus(() => seen.push(pad.status()))
  for (const why of ['busy', 'denied', 'fault'] as const) {
    sockets.hinder('1-2', why)
    expect(await ends(pad.look())).toEqual({ is: 'gone' })
    expect(seen.at(-1)).toBe(why)
  }
})

it('shows lines for the customer, in Chinese too, cut to its columns', async () => {
  expect(await ends(pad.show(['请输入密码', 'Amount 123.45 and far too much']))).toBe('shown')
  const decoded = gadget.screen().map((line) => new TextDecoder('gb18030').decode(Buffer.from(line, 'latin1')))
  expect(decoded).toEqual(['请输入密码', 'Amount 123.45 an'])
})

it('refuses what is too much at once, and what can not be asked', async () => {
  const many = await ends(Promise.all(Array.from({ length: 12 }, () => pad.look())))
  expect(many.filter(({ is }) => is === 'occupied')).toHaveLength(4)
  await expect(pad.readPin({ ...asked(SESSION), card: '62123' })).rejects.toThrow(RangeError)
  await expect(pad.loadKey({ ...MASTER_KEY, wrapped: hex('00') })).rejects.toThrow(RangeError)
  await expect(pad.loadKey({ ...MASTER_KEY, check: hex('00') })).rejects.toThrow(RangeError)
  await expect(pad.loadKey({ ...MASTER_KEY, slot: 10 })).rejects.toThrow(RangeError)
  await expect(pad.readPin({ ...asked(SESSION), min: 3 })).rejects.toThrow(RangeError)
  await expect(pad.readPin({ ...asked(SESSION), amount: 1.5 })).rejects.toThrow(RangeError)
})
