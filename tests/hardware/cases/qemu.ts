import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { makeRealClock } from '../../../drivers/clock/real.ts'
import { makeCcidReader } from '../../../drivers/chip/reader.ts'
import type { ChipReader } from '../../../drivers/chip/port.ts'
import { AID, makeSmartCard } from '../../../drivers/gadget/smart-card.ts'
import type { Found } from '../../../drivers/pipe/port.ts'
import { driveSerialScanner } from '../../../drivers/scanner/over-serial.ts'
import { QUIET, settle, withSign, type Settled } from '../../../renderer/keys/burst.ts'
import { until } from '../bench.ts'
import { lineOf, openAt, type Case, type Hands } from '../case.ts'
import { makeCardFeed, type CardFeed } from '../qemu/card.ts'
import { chardevAt, plugQemu, QEMU_READER, QEMU_SERIAL } from '../qemu/devices.ts'
import { DIGITS, hearKeys, QEMU_KEYBOARD, typeOn } from '../qemu/keyboard.ts'

const clock = makeRealClock()
const SELECT = Uint8Array.of(0x00, 0xa4, 0x04, 0x00, AID.length, ...AID, 0x00)
const READ = Uint8Array.of(0x00, 0xb0, 0, 0, 0)
const LIMIT_MS = 5_000
const ASKED = { min: 4, max: 6, seconds: 20 }

const isAt = (reader: ChipReader, status: string) =>
  until(() => (reader.status() === status ? true : null), `the reader is ${reader.status()}, not ${status}`)

/** Devices that QEMU makes: what our drivers and gadgets agree on may still be wrong, and here is somebody else. */
export const QEMU_CASES: readonly Case[] = [
  {
    name: 'qemu: its reader for chip cards, empty, says so, gives no power to what is not there, and is pulled out',
    run: (hands) =>
      withReader(hands, async (reader, _, unplug) => {
        await isAt(reader, 'empty')
        assert.deepEqual(await reader.powerOn(), { is: 'failed', why: 'no-card' })
        assert.deepEqual(await reader.exchange(SELECT), { is: 'refused', why: 'no-card' })
        await unplug()
        await isAt(reader, 'absent')
      }),
  },
  {
    name: 'qemu: a card in its reader has power, is selected and read; taken out, that is seen; of T=1 it has none',
    run: (hands) =>
      withReader(hands, async (reader, feed) => {
        await readCard(reader, feed)
        // Its descriptor says T=0 alone.
        feed.insert(makeSmartCard({ protocol: 1 }))
        await isAt(reader, 'card')
        assert.deepEqual(await reader.powerOn(), { is: 'failed', why: 'unsupported' })
        await readCard(reader, feed)
      }),
  },
  {
    name: 'qemu: its keyboard types as a scanner: the pipe reads its reports, and by its pace it is told from a person',
    run: readKeys,
  },
  {
    name: 'qemu: its serial line is found behind its converter, and bytes go both ways',
    run: readSerial,
  },
]

/** Usages of the keyboard page (HID usage tables, 10): `1` is 1e, `0` is 27, Enter is 28; the key is the third byte. */
const [ONE, ENTER, KEY_AT] = [0x1e, 0x28, 2]
const CODE = '6902088921014'
/** A busy machine may type as slowly as a person does. */
const TRIES = 4

async function readKeys(hands: Hands): Promise<void> {
  const { hid } = hands.real
  const isIt = ({ vendor, product }: Found) => vendor === QEMU_KEYBOARD.vendor && product === QEMU_KEYBOARD.product
  const found = await until(async () => (await hid.list()).find(isIt) ?? null, 'its keyboard is not found')
  assert.deepEqual(found.usage, { page: 1, id: 6 })
  const line = lineOf(await hid.open(found, null))
  let reported = ''
  line.onReport((report) => {
    const usage = report[KEY_AT] ?? 0
    if (usage >= ONE && usage <= ENTER) reported += usage === ENTER ? '\r' : DIGITS.charAt(usage - ONE)
  })
  let burst = QUIET
  const settled: (Settled | null)[] = []
  const stop = await hearKeys(hands, ({ key, atMs }) => {
    if (key === 'Enter') settled.push(settle(burst))
    burst = key === 'Enter' ? QUIET : withSign(burst, key, atMs).burst
  })
  try {
    const isScan = (each: Settled | null) => each?.is === 'scan' && each.code === CODE
    for (let tries = 1; tries <= TRIES && !settled.some(isScan); tries++) {
      await typeOn(hands, CODE)
      await until(() => (settled.length === tries ? true : null), 'the kernel does not tell of its keys')
      const wanted = `${CODE}\r`.repeat(tries)
      await until(() => (reported.length >= wanted.length ? true : null), `the pipe has read ${reported}`)
      assert.equal(reported, wanted)
    }
    assert.ok(settled.some(isScan), JSON.stringify(settled))
  } finally {
    await stop()
    await line.close()
  }
}

async function readSerial(hands: Hands): Promise<void> {
  const { monitor } = hands.machine
  const heard: Buffer[] = []
  const joined = Promise.withResolvers<Socket>()
  const server = createServer((socket) => {
    socket.on('data', (bytes: Buffer) => heard.push(bytes))
    joined.resolve(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await monitor.ask('chardev-add', chardevAt('line', (server.address() as AddressInfo).port))
  const { found, unplug } = await plugQemu(hands, 'serial', { ...QEMU_SERIAL, options: { chardev: 'line' } })
  const line = await openAt(hands.real.serial, { place: found.place ?? '' }, { baud: 9_600 })
  const codes: string[] = []
  driveSerialScanner(line, { wait: clock.wait, onCode: (code) => codes.push(code) })
  const socket = await joined.promise
  assert.equal(await line.write(Buffer.from('hello'), LIMIT_MS), 'all')
  await until(() => (Buffer.concat(heard).toString() === 'hello' ? true : null), 'it does not hear what is written')
  socket.write(`${CODE}\r`)
  await until(() => (codes[0] === CODE ? true : null), 'it is not heard')
  let ended = false
  line.onEnd(() => (ended = true))
  await unplug()
  await until(() => ended || null, 'the line does not end')
  await line.close()
  await chardevGone(hands, 'line')
  socket.destroy()
  server.close()
}

/** What held it lets go of it a little after it is unplugged. */
const chardevGone = ({ machine }: Hands, id: string) =>
  until(
    () =>
      machine.monitor.ask('chardev-remove', { id }).then(
        () => true,
        () => null,
      ),
    `${id} is still held`,
  )

async function readCard(reader: ChipReader, feed: CardFeed): Promise<void> {
  const card = makeSmartCard({ protocol: 0 })
  feed.insert(card)
  await isAt(reader, 'card')
  assert.deepEqual(await reader.powerOn(), { is: 'on', atr: card.atr, protocol: 0 })
  const selected = await reader.exchange(SELECT)
  assert.equal(selected.is === 'answer' ? selected.status : selected.is, 0x9000)
  const read = await reader.exchange(READ)
  assert.ok(read.is === 'answer' && read.data.length === 256 && read.data[3] === 21, JSON.stringify(read))
  // It says that it takes a PIN on keys of its own, and has none.
  assert.deepEqual(await reader.verifyPin(ASKED), { is: 'refused', why: 'unsupported' })
  feed.remove()
  await isAt(reader, 'empty')
  assert.deepEqual(await reader.powerOn(), { is: 'failed', why: 'no-card' })
}

type Work = (reader: ChipReader, feed: CardFeed, unplug: () => Promise<void>) => Promise<void>

async function withReader(hands: Hands, work: Work): Promise<void> {
  const { monitor } = hands.machine
  const feed = await makeCardFeed()
  const { found, unplug } = await plugQemu(hands, 'reader', { ...QEMU_READER })
  await monitor.ask('chardev-add', chardevAt('feed', feed.port))
  await monitor.ask('device_add', { driver: 'ccid-card-passthru', id: 'card', bus: 'reader.0', chardev: 'feed' })
  const reader = makeCcidReader({ usb: hands.real.usb, clock, isOurs: ({ place }) => place === found.place })
  const stop = new AbortController()
  const watching = reader.watch(stop.signal)
  let isOut = false
  const pull = async () => {
    if (isOut) return
    isOut = true
    await monitor.ask('device_del', { id: 'card' })
    await unplug()
    await chardevGone(hands, 'feed')
  }
  try {
    await work(reader, feed, pull)
  } finally {
    stop.abort()
    await watching
    await reader.close()
    await pull()
    await feed.close()
  }
}
