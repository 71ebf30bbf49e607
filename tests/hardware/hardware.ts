/**
 * `npm run hardware [-- --only NAME,NAME]`: the pipes and drivers on a real kernel, in a virtual machine, with gadgets at
 * their other end. One line a case, then `N passed, N failed`. Where there can be no machine it says so and skips;
 * where `CI` is set that is a failure.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBench, type Bench } from './bench.ts'
import type { Case, Hands } from './case.ts'
import { HID_CASES } from './cases/hid.ts'
import { LIE_CASES } from './cases/lies.ts'
import { SERIAL_CASES } from './cases/serial.ts'
import { SYSTEM_CASES } from './cases/system.ts'
import { USB_CASES } from './cases/usb.ts'
import { lacking } from './system.ts'

const CASES: readonly Case[] = [...USB_CASES, ...HID_CASES, ...SERIAL_CASES, ...SYSTEM_CASES, ...LIE_CASES]
/** A case that takes longer hangs, ms. */
const CASE_MS = 120_000

const say = (text: string) => void process.stdout.write(`${text}\n`)
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1)

function skip(why: string): never {
  say(`SKIPPED: no case of the hardware bench was run: ${why}`)
  process.exit(process.env['CI'] === undefined ? 0 : 1)
}

async function within(work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`not over after ${CASE_MS} ms`)), CASE_MS)
  try {
    await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** How many failed. */
async function runAll(bench: Bench, cases: readonly Case[]): Promise<number> {
  const hands: Hands = { ...bench, real: await bench.pipes() }
  let failed = 0
  for (const each of cases) {
    const began = performance.now()
    const faultsBefore = bench.faults.length
    const wrong = await within(each.run(hands)).then(
      () => bench.faults.slice(faultsBefore).join('; '),
      (cause: unknown) => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)),
    )
    say(`${wrong === '' ? '✓' : '✕'} ${each.name}  ${seconds(began)} s`)
    if (wrong === '') continue
    failed++
    say(wrong)
  }
  return failed
}

const [flag, only = ''] = process.argv.slice(2)
const chosen = CASES.filter(({ name }) => flag !== '--only' || only.split(',').some((each) => name.includes(each)))
const why = lacking()
if (why !== null) skip(why)
const began = performance.now()
const folder = mkdtempSync(join(tmpdir(), 'hardware-'))
try {
  const bench = await openBench(folder).catch((cause: unknown) => skip(String(cause)))
  say(`Linux ${bench.machine.kernel} on an emulated machine, ready after ${(bench.machine.bootMs / 1000).toFixed(1)} s`)
  const failed = await runAll(bench, chosen)
  await bench.close()
  say(`${chosen.length - failed} passed, ${failed} failed  ${(Number(seconds(began)) / 60).toFixed(1)} minutes`)
  process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
