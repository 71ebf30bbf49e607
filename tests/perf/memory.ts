import { NODE_FLAGS } from '../../build/places.ts'
import { row, type Row } from './row.ts'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const FEW = 10
const MANY = 1_000
const MEBIBYTE = 1024 * 1024

/** What main holds after a day's sales, against what it holds after the first few: sales must not pile up in memory. */
export function memoryRows(folder: string): Promise<Row[]> {
  const script = join(import.meta.dirname, 'memory-station.ts')
  const args = [...NODE_FLAGS, '--expose-gc', script, join(folder, 'memory'), String(FEW), String(MANY)]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  // Lines of memory-station.ts.
  const [few, many] = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { rss: number }).rss / MEBIBYTE)
  if (few === undefined || many === undefined) throw new Error(stdout)
  return Promise.resolve([row(`memory of main after ${MANY} sales`, 'MiB', many, `after ${FEW} sales`, few, 1.2)])
}
