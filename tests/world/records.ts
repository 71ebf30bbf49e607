import type { RecordsView } from '#contract/records-view'
import type { Disk } from '#drivers/disk/port'
import { backupSettingsIn } from '#main/backup/settings'
import { RECIPIENT } from './backups.ts'
import { AS_CASHIER, AS_MANAGER, staff } from './people.ts'
import { FOLDER, makeWorld, type World } from './world.ts'

/** A shop whose records are checked: small journal files, and hands at its disk while the station runs. */
export interface RecordsShop {
  readonly world: World
  /** The running station's own way to the disk. */
  readonly disk: () => Disk
  readonly receipts: readonly string[]
  readonly sell: (sales: number) => Promise<void>
  /** Lets time pass, and then whatever is under way come to its end. */
  readonly passes: (ms: number) => Promise<void>
  /** Resolves when nothing is under way. */
  readonly rests: () => Promise<void>
  /** What the manager sees; they are on duty. */
  readonly records: () => RecordsView
  /** In a new program; the manager signs in. */
  readonly reopen: () => Promise<void>
  readonly segments: () => string[]
  /** Flips a bit in the middle of a journal file. */
  readonly rot: (segment: string) => void
  readonly setUpBackups: () => Promise<void>
  /** From now on reading a journal file takes so many turns of the event loop. */
  readonly setSlow: (turns: number) => void
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

export const JOURNAL = `${FOLDER}/journal`
export const SHELF = '/shelf'
const SEGMENT_BYTES = 20_000

export async function makeRecordsShop(seed: number, sales: number): Promise<RecordsShop> {
  let mine: Disk | null = null
  let slow = 0
  const read = async (of: Disk, path: string) => {
    for (let turn = 0; turn < slow && path.startsWith(JOURNAL); turn++) await nextTurn()
    return of.read(path)
  }
  const through = (of: Disk) => (mine = { ...of, read: (path) => read(of, path) })
  const world = await makeWorld({ seed, segmentBytes: SEGMENT_BYTES, through })
  const receipts: string[] = []
  const disk = (): Disk => {
    if (!mine) throw new Error('the station is not open')
    return mine
  }
  const records = (): RecordsView => {
    const seen = world.view().records
    if (!seen) throw new Error('no manager is on duty')
    return seen
  }
  const isBusy = () => records().running !== null || records().backup.running !== null
  const rests = async () => {
    // What is packed is packed on threads that no turn of the event loop waits for.
    while (isBusy()) await nextTurn()
    await world.settle()
  }
  const sell = async (count: number) => {
    for (let nth = 0; nth < count; nth++) {
      await mustAsk(world, 'sale.add', { sku: 'DRK001', quantity: 2 })
      const due = world.view().sale?.cashDue
      const paid = await mustAsk(world, 'sale.payCash', { due, given: due })
      receipts.push((paid as { receipt: string }).receipt) // the contract's
    }
  }
  const segments = () =>
    [...world.disk.files().keys()].filter((path) => path.startsWith(JOURNAL) && /\.jsonl/.test(path))
  await staff(world.ask)
  await mustAsk(world, 'operators.signIn', AS_CASHIER)
  await sell(sales)
  await mustAsk(world, 'operators.signIn', AS_MANAGER)
  return {
    ...{ world, disk, receipts, sell, records, rests, segments },
    passes: async (ms) => {
      await world.clock.advance(ms)
      await rests()
    },
    reopen: async () => {
      await world.kill()
      const refusal = await world.open()
      if (refusal.length > 0) throw new Error(refusal.join('\n'))
      await mustAsk(world, 'operators.signIn', AS_MANAGER)
    },
    setSlow: (turns) => {
      slow = turns
    },
    rot: (segment) => world.disk.rot(segment, (world.disk.files().get(segment)?.length ?? 0) / 2, 3),
    setUpBackups: async () => {
      await disk().makeFolder(SHELF)
      const settings = await backupSettingsIn(disk(), FOLDER)
      settings.data = { ...settings.data, folder: SHELF, recipient: RECIPIENT }
      await settings.write()
    },
  }
}

export async function mustAsk(world: World, name: string, input: unknown): Promise<unknown> {
  const answer = await world.ask(name, input)
  if (!answer.ok) throw new Error(`${name}: ${answer.why}`)
  return answer.value
}
