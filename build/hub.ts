/**
 * `npm run hub [-- make|push|enrol|revoke|list]`: head office's hub: without a verb one on this machine, with two
 * stations to try things with, until Ctrl+C; else what its servers read, and whom they let in. Exit 0 when it was done,
 * 1 when it was not, 2 when the command was not understood.
 */
import { makeRealClock } from '../drivers/clock/real.ts'
import { makeRealDisk } from '../drivers/disk/real.ts'
import { makeRealRandom } from '../drivers/random/real.ts'
import { defaultFolder } from '../main/shell/options.ts'
import { runCommand } from './hub/command.ts'

const closing = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => closing.abort())
process.exitCode = await runCommand({
  ...{ disk: makeRealDisk(), clock: makeRealClock(), random: makeRealRandom() },
  ...{ args: process.argv.slice(2), folder: defaultFolder('head-office'), closing: closing.signal },
  say: (line) => void process.stdout.write(`${line}\n`),
})
