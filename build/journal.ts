/**
 * `npm run journal -- verify|export|find|stats|check-export|archive [DIR]`: reads a station's journal; names every
 * fault by its record number, writes records out (signed, where they go into a file), counts them, or puts old files
 * away compressed. Exit 0 when it is sound, 1 when it is not, 2 when there is none or the command was not understood.
 */
import { readSqliteCache } from '../drivers/cache/sqlite.ts'
import { makeRealClock } from '../drivers/clock/real.ts'
import { makeRealDisk } from '../drivers/disk/real.ts'
import { claimFolder } from '../drivers/lock/real.ts'
import { makeRealRandom } from '../drivers/random/real.ts'
import { runExport } from '../main/export/command.ts'
import { runCommand } from '../main/journal/command.ts'
import type { OpenedIndex } from '../main/journal/find-command.ts'
import { defaultFolder } from '../main/shell/options.ts'
import { readKnown } from '../main/storeroom/checkpoint.ts'
import { join } from 'node:path'

const args = process.argv.slice(2)
const [verb = ''] = args
const parts = {
  ...{ disk: makeRealDisk(), args, folder: defaultFolder('training') },
  say: (line: string) => void process.stdout.write(`${line}\n`),
  warn: (line: string) => void process.stderr.write(`${line}\n`),
}
process.exitCode = ['export', 'check-export', 'archive'].includes(verb)
  ? await runExport({
      ...{ ...parts, clock: makeRealClock(), random: makeRealRandom(), claim: claimFolder },
      write: (text) => void process.stdout.write(text),
    })
  : await runCommand({ ...parts, openIndex })

/** Beside a station that may be running, too: what it adds meanwhile is behind the checkpoint that is read here. */
function openIndex(folder: string): OpenedIndex | null {
  const cache = readSqliteCache(join(folder, 'cache'))
  const known = cache && readKnown(cache.checkpoint())
  if (known) return { known, find: cache.find, close: cache.close }
  cache?.close()
  return null
}
