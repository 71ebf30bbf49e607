/**
 * `npm run journal -- verify|export|find|stats [DIR]`: reads a station's journal, changing nothing; names every fault
 * by its record number, writes records out, or counts them. Exit 0 when it is sound, 1 when it is not, 2 when there is
 * none or the command was not understood.
 */
import { makeRealDisk } from '../drivers/disk/real.ts'
import { runCommand } from '../main/journal/command.ts'
import { defaultFolder } from '../main/shell/options.ts'

process.exitCode = await runCommand({
  disk: makeRealDisk(),
  args: process.argv.slice(2),
  folder: defaultFolder('training'),
  say: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
})
