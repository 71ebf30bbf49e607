import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBench, type Bench } from './bench.ts'
import type { Case, Hands } from './case.ts'
import { DEVICE_CASES } from './cases/devices.ts'
import { HID_CASES } from './cases/hid.ts'
import { LIE_CASES } from './cases/lies.ts'
import { PACKAGE_CASES } from './cases/packages.ts'
import { QEMU_CASES } from './cases/qemu.ts'
import { PCSC_CASES } from './cases/pcsc.ts'
import { REAL_CASES } from './cases/real.ts'
import { SERIAL_CASES, SERIAL_WAITING_CASES } from './cases/serial.ts'
import { STATION_CASES } from './cases/station.ts'
import { SYSTEM_CASES } from './cases/system.ts'
import { USB_HOLDING_CASES } from './cases/usb-holding.ts'
import { USB_CASES } from './cases/usb.ts'
import { findKernel } from './kernel.ts'
import { lacking } from './system.ts'
import { warmPipes } from './warm.ts'

const CASES: readonly Case[] = [
  ...USB_CASES,
  ...USB_HOLDING_CASES,
  ...HID_CASES,
  ...SERIAL_CASES,
  ...SYSTEM_CASES,
  ...SERIAL_WAITING_CASES,
  ...LIE_CASES,
  ...DEVICE_CASES,
  ...QEMU_CASES,
  ...PACKAGE_CASES,
  ...PCSC_CASES,
  ...REAL_CASES,
  ...STATION_CASES,
]
/** A case that takes longer hangs, ms. */
const CASE_MS = 240_000

/** Where nobody reads what was skipped, skipping is failing. */
const isStrict = process.env['CI'] !== undefined

const say = (text: string) => void process.stdout.write(`${text}\n`)
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1)

function skip(why: string): never {
  say(`SKIPPED: no case of the hardware bench was run: ${why}`)
  process.exit(isStrict ? 1 : 0)
}

/** How a case ended: `left` says what it lacked, `wrong` what went wrong. */
type Ended = { readonly wrong: string } | { readonly left: string } | null

async function endOf(each: Case, hands: Hands): Promise<Ended> {
  const late = Promise.withResolvers<never>()
  const { limitMs = CASE_MS } = each
  const timer = setTimeout(() => late.reject(new Error(`not over after ${limitMs} ms`)), limitMs)
  const faultsBefore = hands.faults.length
  try {
    const left = await Promise.race([each.run(hands), late.promise])
    const faults = hands.faults.slice(faultsBefore)
    return faults.length > 0 ? { wrong: faults.join('; ') } : typeof left === 'string' ? { left } : null
  } catch (cause) {
    return { wrong: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  } finally {
    clearTimeout(timer)
  }
}

/** The emulated processor at times ends a runtime; a case that meets this is run once more, and says so. */
const WENT = /^Error: [\w.]+: gone /

/** How many passed and failed. */
async function runAll(bench: Bench, cases: readonly Case[]) {
  const hands: Hands = { ...bench, real: await warmPipes(bench) }
  const counts = { passed: 0, failed: 0 }
  const runOne = async (each: Case) => {
    const began = performance.now()
    const first = await endOf(each, hands)
    const isAgain = first !== null && 'wrong' in first && WENT.test(first.wrong)
    if (isAgain) say(`! ${each.name}: once more, since a program of the emulated machine went: ${first.wrong}`)
    const ended = isAgain ? await endOf(each, hands) : first
    const isLeft = ended !== null && 'left' in ended
    say(`${ended === null ? '✓' : isLeft ? '–' : '✕'} ${each.name}  ${seconds(began)} s`)
    if (ended !== null) say('left' in ended ? `SKIPPED: ${ended.left}` : ended.wrong)
    if (ended === null) counts.passed++
    else if (!isLeft || isStrict) counts.failed++
  }
  const beside: Promise<void>[] = []
  for (const each of cases) {
    const running = runOne(each)
    if (each.isWaiting) beside.push(running)
    else await running
  }
  await Promise.all(beside)
  return counts
}

/** Runs the cases whose names hold one of these; all, where none is named. */
export async function runCases(named: readonly string[]): Promise<void> {
  const chosen = CASES.filter(({ name }) => named.length === 0 || named.some((each) => name.includes(each)))
  const why = lacking()
  if (why !== null) skip(why)
  // What can not be fetched is skipped; a machine that is there and does not start is a failure.
  await findKernel().catch((cause: unknown) => skip(String(cause)))
  for (const { before } of chosen) await before?.().catch(() => undefined)
  const began = performance.now()
  // Ended by a signal it takes the machine with it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
  const folder = mkdtempSync(join(tmpdir(), 'hardware-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const bench = await openBench(folder)
  const { kernel, bootMs } = bench.machine
  say(`Linux ${kernel} on an emulated machine, ready after ${(bootMs / 1000).toFixed(1)} s`)
  const { passed, failed } = await runAll(bench, chosen)
  await bench.close()
  say(`${passed} passed, ${failed} failed  ${(Number(seconds(began)) / 60).toFixed(1)} minutes`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
}
