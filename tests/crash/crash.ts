/**
 * `npm run crash -- --kills N --window-kills N --chromium-kills N`: kills main of the whole station at random moments,
 * without a window and with one, starts it again and compares with what had been acknowledged; kills Chromium under a
 * running station and waits for the same views. Exits 1 when anything was lost, doubled or answered differently, when
 * a window came back late or otherwise, and when anything is left behind.
 */
import { makeVirtualRandom } from '#drivers/random/virtual'
import { buildIfChanged } from '../../build/freshness.ts'
import { processesNaming } from '../e2e/echo/station.ts'
import { bareStation } from './bare-station.ts'
import { killBrowsers } from './browser-kills.ts'
import { campaign, type CampaignOptions, type Toll } from './campaign.ts'
import type { Victim } from './victim.ts'
import { windowedStation } from './windowed-station.ts'
import { searchFolder } from '../world/secrets.ts'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'

const LEFT_LIMIT_MS = 10_000
const LOOK_AGAIN_MS = 100
const SHOWN_MAX = 10

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '900' },
    'window-kills': { type: 'string', default: '100' },
    'chromium-kills': { type: 'string', default: '10' },
    /** Milliseconds a window may take to come back; on a machine that does other work too, more. */
    within: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const random = makeVirtualRandom(Number(values.seed))
const withinMs = Number(values.within)
const browserKills = Number(values['chromium-kills'])
const windowKills = Number(values['window-kills'])

const scratch = mkdtempSync(join(tmpdir(), 'cashier-crash-'))
// Whatever a killed program leaves lies in here, and goes with it.
process.env['TMPDIR'] = join(scratch, 'tmp')
mkdirSync(join(scratch, 'tmp'))
// Every process started here names a path in it.
process.on('exit', () => {
  killAll(processesNaming(scratch))
  searchFolder(scratch)
  rmSync(scratch, { recursive: true, force: true, maxRetries: 10 })
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

const outcome = { failed: false }
if (windowKills + browserKills > 0) buildIfChanged()
await kill('without a window', { make: bareStation, kills: Number(values.kills), lifeMs: 120, startMs: 200, voids: 10 })
await kill('with a window', { make: windowedStation, kills: windowKills, lifeMs: 1_000, startMs: 1_500, voids: 1 })
if (browserKills > 0) await killChromium()
await lookForRemains()
process.exit(outcome.failed ? 1 : 0)

type Kill = Omit<CampaignOptions, 'victim' | 'folder' | 'random'> & { readonly make: (folder: string) => Victim }

async function kill(how: string, { make, ...options }: Kill): Promise<void> {
  if (options.kills === 0) return
  const folder = join(scratch, how.replaceAll(' ', '-'))
  report(how, await campaign({ ...options, victim: make(folder), folder, random }))
}

function report(how: string, toll: Toll): void {
  const { kills, killedStarting, killedReading, acknowledged, askedAgain, survived, records, segments } = toll
  const { missing, doubled, faults, changed, refusedToOpen } = toll
  say(
    `${how}: ${kills} kills (${killedStarting} while it started, ${killedReading} of them while it read), ` +
      `${acknowledged} acknowledged, ` +
      `${missing.length} missing, ${doubled.length} doubled, ${askedAgain} asked again, ` +
      `${changed.length} answered differently, ${refusedToOpen.length} did not open, ${faults.length} faults in ` +
      `${records} records in ${segments} files, ${survived} unanswered ones recorded`,
    [...missing, ...doubled, ...changed, ...refusedToOpen, ...faults, ...(acknowledged === 0 ? ['nothing sold'] : [])],
  )
}

async function killChromium(): Promise<void> {
  const { back, end } = await killBrowsers(join(scratch, 'browsers'), browserKills, random)
  const late = back.filter(({ tookMs }) => tookMs > withinMs)
  const different = back.filter(({ before, after }) => before !== after)
  say(
    `chromium: ${back.length} kills, ${different.length} came back with another view, ${late.length} later than ` +
      `${withinMs} ms, slowest return ${Math.max(...back.map(({ tookMs }) => tookMs))} ms ` +
      `(with the customer's window ${Math.max(...back.map(({ allTookMs }) => allTookMs))} ms)`,
    [
      ...late.map(({ tookMs }) => `back after ${tookMs} ms`),
      ...different.map(({ before, after }) => `before ${before}\n  after  ${after}`),
    ],
  )
  const { exit, output, acknowledged, missing, doubled, faults, records } = end
  const said = output.includes('窗口在一分钟内反复关闭') && output.includes('everything is saved')
  say(
    `chromium 4 times in a minute: ended with ${exit} and ${said ? 'its sentence' : 'no sentence'}, ` +
      `${acknowledged} acknowledged, ${missing.length} missing, ${doubled.length} doubled, ` +
      `${faults.length} faults in ${records} records`,
    [...missing, ...doubled, ...faults, ...(exit === 75 && said ? [] : [`it should have ended with 75:\n${output}`])],
  )
}

function killAll(processes: readonly number[]): void {
  for (const id of processes) {
    try {
      process.kill(id, 'SIGKILL')
    } catch {
      // It ended by itself meanwhile, as it should.
    }
  }
}

/** A browser may take a moment to notice that its station is gone; longer than that is an orphan. */
async function lookForRemains(): Promise<void> {
  let left = processesNaming(scratch)
  for (let waitedMs = 0; waitedMs < LEFT_LIMIT_MS && left.length > 0; waitedMs += LOOK_AGAIN_MS) {
    await wait(LOOK_AGAIN_MS)
    left = processesNaming(scratch)
  }
  if (left.length > 0) say(`left behind: ${left.length} processes`, left.map(String))
}

function say(line: string, breaches: readonly string[]): void {
  if (breaches.length > 0) outcome.failed = true
  process.stdout.write(`${breaches.length > 0 ? '✕' : '✓'} ${line} (seed ${values.seed})\n`)
  for (const each of breaches.slice(0, SHOWN_MAX)) process.stdout.write(`  ${each}\n`)
}
