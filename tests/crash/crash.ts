/**
 * `npm run crash -- --kills N --window-kills N --chromium-kills N`: kills main of the whole station at random moments,
 * without a window and with one, starts it again and compares with what had been acknowledged; kills Chromium under a
 * running station and waits for the same view. Exits 1 when anything was lost, doubled or answered differently.
 */
import { makeVirtualRandom } from '#drivers/random/virtual'
import { bareStation } from './bare-station.ts'
import { campaign, type Toll } from './campaign.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '900' },
    'window-kills': { type: 'string', default: '100' },
    'chromium-kills': { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const random = makeVirtualRandom(Number(values.seed))
const scratch = mkdtempSync(join(tmpdir(), 'cashier-crash-'))
let failed = false
try {
  await kill('without a window', Number(values.kills), 120, bareStation)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)

async function kill(
  how: string,
  kills: number,
  lifeMs: number,
  victimOf: (folder: string) => ReturnType<typeof bareStation>,
) {
  if (kills === 0) return
  const folder = join(scratch, how.replaceAll(' ', '-'))
  report(how, await campaign({ victim: victimOf(folder), folder, kills, random, lifeMs }))
}

function report(how: string, toll: Toll): void {
  const { kills, acknowledged, survived, missing, doubled, changed, refusedToOpen } = toll
  const bad = [...missing, ...doubled, ...changed, ...refusedToOpen]
  failed ||= bad.length > 0 || acknowledged === 0
  process.stdout.write(
    `${how}: ${kills} kills, ${acknowledged} acknowledged, ${missing.length} missing, ${doubled.length} doubled, ` +
      `${changed.length} answered differently, ${refusedToOpen.length} did not open, ` +
      `${survived} unanswered ones recorded (seed ${values.seed})\n`,
  )
  for (const each of bad.slice(0, 10)) process.stdout.write(`  ${each}\n`)
}
