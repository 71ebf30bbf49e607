import { makeRealDisk } from '#drivers/disk/real'
import { verifyFolder } from '#journal/verify'
import { draft, openOn, running } from '../world/journals.ts'
import { fillFolder } from '../world/many-records.ts'
import { openOnDisk } from '../world/on-disk.ts'
import { median, row, type Row } from './row.ts'
import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FEW = 1_000
const MANY = 1_000_000
const STARTS = 7
const APPENDS = 1_000
const FINDS = 300
const VERIFIES = 3
const MEBIBYTE = 1024 * 1024

/** A station that has sold for years against one that has just begun. */
export async function millionRows(scratch: string): Promise<Row[]> {
  const [few, many] = [join(scratch, 'few'), join(scratch, 'many')]
  const receipts = { few: await fillFolder(few, FEW), many: await fillFolder(many, MANY) }
  // Its cache is made by the first start, as after an update: that is not what is measured.
  for (const folder of [few, many]) await (await openOnDisk(folder)).station.close()
  return [
    ...starts(few, many),
    await finds({ folder: few, receipts: receipts.few }, { folder: many, receipts: receipts.many }),
    await appends(scratch, many),
    await verifies(many),
  ]
}

/** From the start of the process to the open station, and what it holds then. */
function starts(few: string, many: string): Row[] {
  const script = join(import.meta.dirname, 'opened-station.ts')
  const start = (folder: string): { ms: number; bytes: number } => {
    const began = performance.now()
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', script, folder], { encoding: 'utf8' })
    if (stdout === '') throw new Error(stderr)
    // A line of opened-station.ts, which ends when it has been read.
    return { ms: performance.now() - began, bytes: (JSON.parse(stdout) as { rss: number }).rss }
  }
  const took = Array.from({ length: STARTS }, () => ({ few: start(few), many: start(many) }))
  const of = (folder: 'few' | 'many', what: 'ms' | 'bytes') => median(took.map((each) => each[folder][what]))
  const name = `at ${MANY} records`
  return [
    row(`start of main ${name}`, 'ms', of('many', 'ms'), `at ${FEW}`, of('few', 'ms'), 1.5),
    row(
      `memory of main ${name}`,
      'MiB',
      of('many', 'bytes') / MEBIBYTE,
      `at ${FEW}`,
      of('few', 'bytes') / MEBIBYTE,
      1.5,
    ),
  ]
}

interface Filled {
  readonly folder: string
  readonly receipts: readonly string[]
}

/** A finished sale by its receipt number, each time another one, so that none is at hand. */
async function finds(few: Filled, many: Filled): Promise<Row> {
  const took = { few: [] as number[], many: [] as number[] }
  const stations = { few: await opened(few.folder), many: await opened(many.folder) }
  for (let nth = 0; nth < FINDS; nth++) {
    for (const which of ['few', 'many'] as const) {
      const { receipts } = which === 'few' ? few : many
      const receipt = receipts[(nth * 7_919) % receipts.length]
      const began = performance.now()
      const answer = await stations[which].ask('sale.find', { receipt })
      took[which].push(performance.now() - began)
      if (!answer.ok) throw new Error(`${receipt} was not found`)
    }
  }
  for (const each of Object.values(stations)) await each.station.close()
  return row(`find by receipt at ${MANY}, p50`, 'ms', median(took.many), `at ${FEW}`, median(took.few), 5)
}

async function opened(folder: string) {
  const station = await openOnDisk(folder)
  await station.ask('operators.signIn', { number: '03', password: '518302' })
  return station
}

async function appends(scratch: string, many: string): Promise<Row> {
  const disk = makeRealDisk()
  const fresh = running(await openOn(disk, join(scratch, 'fresh', 'journal')))
  const full = running(await openOn(disk, join(many, 'journal')))
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let nth = 0; nth < APPENDS; nth++) {
    for (const [journal, took] of [[fresh, theirs] as const, [full, ours] as const]) {
      const began = performance.now()
      await journal.append(draft(nth))
      took.push(performance.now() - began)
    }
  }
  await fresh.close()
  await full.close()
  return row(`append at ${MANY}, p50`, 'ms', median(ours), 'at 0', median(theirs), 1.1)
}

/** All bytes read and hashed, the chain followed and every sum looked at, against hashing alone. */
async function verifies(many: string): Promise<Row> {
  const folder = join(many, 'journal')
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < VERIFIES; round++) {
    let began = performance.now()
    for (const name of files) hash('sha256', readFileSync(join(folder, name)))
    theirs.push(performance.now() - began)
    began = performance.now()
    const { faults } = await verifyFolder(makeRealDisk(), folder)
    ours.push(performance.now() - began)
    if (faults.length > 0) throw new Error('the journal is not sound')
  }
  return row(`verify all at ${MANY}`, 'ms', median(ours), 'SHA-256 of the same bytes', median(theirs), 5)
}
