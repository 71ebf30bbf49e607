import assert from 'node:assert/strict'
import { makeRealClock } from '../../../drivers/clock/real.ts'
import { makeCardReader } from '../../../drivers/gadget/card-reader.ts'
import { AID, makeSmartCard, type SmartCard } from '../../../drivers/gadget/smart-card.ts'
import { until } from '../bench.ts'
import { foundAt, plugging, type Case, type Hands } from '../case.ts'
import { pcscPackage } from '../pcsc/package.ts'
import { startService } from '../pcsc/service.ts'
import { makeVpcdCard } from '../pcsc/vpcd.ts'
import { openRemote, type Remote } from '../remote.ts'
import { programAt } from '../system.ts'
import { asGemalto } from './devices.ts'

const clock = makeRealClock()
const hex = (...bytes: readonly number[]): string => Buffer.from(bytes).toString('hex')
const SELECT = hex(0x00, 0xa4, 0x04, 0x00, AID.length, ...AID, 0x00)
const READ = hex(0x00, 0xb0, 0, 0, 0)
const ASKED = { min: 4, max: 6, seconds: 20 }
const VPCD = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'
const NEEDS = ['pcscd', VPCD]

export const PCSC_CASES: readonly Case[] = [
  {
    name: 'pcsc: by the system’s service our driver reads a card that is a program, T=0 and T=1; in and out is told',
    before: pcscPackage,
    run: (hands) => withService(hands, NEEDS, readProgram),
  },
  {
    name: 'pcsc: by the system’s service and libccid our driver reads our reader, and has it take a PIN on its keys',
    before: pcscPackage,
    run: (hands) => withService(hands, ['pcscd'], readGadget),
  },
]

type Work = (hands: Hands, path: string) => Promise<void>

/** What the case lacks, or nothing. */
async function withService(hands: Hands, needs: readonly string[], work: Work): Promise<string | undefined> {
  const missing = needs.filter((each) => programAt(each) === null)
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`
  const path = await pcscPackage().catch((cause: unknown) => ({ why: String(cause) }))
  if (typeof path !== 'string') return `the package for PC/SC can not be made here: ${path.why}`
  await work(hands, path)
  return undefined
}

/** How the service names what is in its first place. */
const FIRST = '00 00'
const open = (hands: Hands, path: string) => openRemote(hands.machine, { program: 'pcsc.ts', args: [path, FIRST] })
const isAt = (remote: Remote, status: string) =>
  until(async () => ((await remote.ask('status', {})) === status ? true : null), `the reader is not ${status}`)

async function readProgram(hands: Hands, path: string): Promise<void> {
  const [port] = hands.machine.ports
  assert.ok(port)
  const card = makeVpcdCard(port.outside)
  // Where it is to connect by itself it ends with its first refusal.
  const words = [
    ...['FRIENDLYNAME "Station"', `DEVICENAME /dev/null:${port.inside}`, `LIBPATH ${VPCD}`],
    `CHANNELID ${port.inside}`,
  ]
  const service = await startService(hands, words)
  const remote = await open(hands, path)
  try {
    await isAt(remote, 'empty')
    assert.deepEqual(await remote.ask('powerOn', {}), { is: 'failed', why: 'no-card' })
    for (const protocol of [0, 1] as const) {
      const inside = makeSmartCard({ protocol })
      card.insert(inside)
      await read(remote, inside)
      // It has no keys, and the service says so.
      assert.deepEqual(await remote.ask('verifyPin', ASKED), { is: 'refused', why: 'unsupported' })
      assert.deepEqual(inside.carriedOut(), { verify: 0, read: 1 })
      await remote.ask('powerOff', {})
      assert.deepEqual(await remote.ask('exchange', { apdu: SELECT }), { is: 'refused', why: 'not-powered' })
      card.remove()
      await isAt(remote, 'empty')
    }
  } finally {
    card.remove()
    await remote.kill()
    await service.stop()
  }
}

async function readGadget(hands: Hands, path: string): Promise<void> {
  const gadget = makeCardReader({ level: 'short', automatic: true, pinPad: true, interrupt: true }, clock)
  await plugging(hands, [asGemalto(gadget.gadget)], async (plugged) => {
    await foundAt(hands.real.usb, plugged)
    await hands.shell('udevadm settle')
    const service = await startService(hands, [])
    const remote = await open(hands, path)
    try {
      await isAt(remote, 'empty')
      for (const protocol of [0, 1] as const) {
        const inside = makeSmartCard({ protocol })
        gadget.insert(inside)
        await read(remote, inside)
        const verifying = remote.ask<{ status: number }>('verifyPin', ASKED, ASKED.seconds * 1_000)
        await clock.wait(2_000)
        gadget.press('1234')
        assert.equal((await verifying).status, 0x9000)
        assert.deepEqual(inside.carriedOut(), { verify: 1, read: 1 })
        gadget.remove()
        await isAt(remote, 'empty')
      }
    } finally {
      await remote.kill()
      await service.stop()
    }
  })
}

async function read(remote: Remote, card: SmartCard): Promise<void> {
  await isAt(remote, 'card')
  const { protocol } = card
  assert.deepEqual(await remote.ask('powerOn', {}), { is: 'on', atr: hex(...card.atr), protocol })
  assert.equal((await remote.ask<{ status: number }>('exchange', { apdu: SELECT })).status, 0x9000)
  const { data } = await remote.ask<{ data: string }>('exchange', { apdu: READ })
  assert.deepEqual([data.length / 2, data.slice(6, 8)], [256, (21).toString(16)])
}
