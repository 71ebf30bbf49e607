/**
 * `npm run activation -- keys|trust|issue|revoke|list|policy|take-policy`: head office's side of the activation and of
 * the policy, and whom a station trusts. Exit 0 when it was done, 1 when it was not, 2 when the command was not
 * understood.
 */
import { writeFile } from 'node:fs/promises'
import encodeQR from 'qr'
import { makeRealClock } from '../drivers/clock/real.ts'
import { makeRealDisk } from '../drivers/disk/real.ts'
import { makeRealRandom } from '../drivers/random/real.ts'
import { runCommand } from '../main/head-office/command.ts'
import { defaultFolder } from '../main/shell/options.ts'

process.exitCode = await runCommand({
  ...{ disk: makeRealDisk(), clock: makeRealClock(), random: makeRealRandom() },
  ...{ args: process.argv.slice(2), folder: defaultFolder('training') },
  say: (line) => void process.stdout.write(`${line}\n`),
  drawQr: (path, text) => writeFile(path, encodeQR(text, 'svg', { ecc: 'medium' })),
})
