/**
 * `npm run backup -- key|make|check|restore|list`: backups of a station's journal and settings, sealed, tried out, and
 * made a station again. Exit 0 when it was done, 1 when it was not, 2 when the command was not understood.
 */
import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import { join } from 'node:path'
import { makeRealClock } from '../drivers/clock/real.ts'
import { makeRealDisk } from '../drivers/disk/real.ts'
import { deriveKey } from '../drivers/hashing/argon2.ts'
import { COUNTER_COST } from '../drivers/hashing/port.ts'
import { claimFolder } from '../drivers/lock/real.ts'
import { makeRealRandom } from '../drivers/random/real.ts'
import { carriedSecrets } from '../main/carried-secrets.ts'
import { runCommand } from '../main/backup/command.ts'
import type { Progress } from '../main/backup/make.ts'
import { commandSealing } from '../main/shell/keychain.ts'
import { defaultFolder } from '../main/shell/options.ts'

const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
const stopping = new AbortController()

/** One line of the standard input at a time; on a terminal what is typed is not shown. */
function makeAsking() {
  const { stdin, stderr } = process
  const terminal = stdin.isTTY
  let lines: Interface | null = null
  let typed: AsyncIterator<string> | null = null
  const begin = (): AsyncIterator<string> => {
    lines = createInterface({ input: stdin, output: silent, terminal })
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    return lines[Symbol.asyncIterator]()
  }
  return {
    ask: async (prompt: string): Promise<string | null> => {
      // First the terminal stops showing what is typed, then the question invites to type.
      typed ??= begin()
      stderr.write(prompt)
      const line = await typed.next()
      if (terminal) stderr.write('\n')
      return line.done === true ? null : line.value
    },
    close: () => lines?.close(),
  }
}

function onProgress({ at, done, of }: Progress): void {
  if (!process.stderr.isTTY) return
  const what = at === 'packing' ? '打包 / packing' : '试恢复 / trying'
  process.stderr.write(`\r${what} ${Math.floor((done / Math.max(1, of)) * 1000) / 10} % \r`)
}

const asking = makeAsking()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The second time it ends at once: what is half made has no name that counts.
  process.once(signal, () => stopping.abort())
}
process.exitCode = await runCommand({
  ...{ disk: makeRealDisk(), clock: makeRealClock(), random: makeRealRandom(), derive: deriveKey, cost: COUNTER_COST },
  ...{ args: process.argv.slice(2), folder: defaultFolder('training'), claim: claimFolder },
  secrets: carriedSecrets(makeRealDisk(), (folder) => commandSealing(join(folder, 'shell', 'keys'))),
  ask: asking.ask,
  say: (line) => void process.stdout.write(`${line}\n`),
  ...{ onProgress, signal: stopping.signal },
})
asking.close()
