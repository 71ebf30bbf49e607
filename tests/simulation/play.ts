import type { Disk, DiskFile } from '#drivers/disk/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { FIRST_RUN } from '../world/people.ts'
import { makeWorld, type Answered } from '../world/world.ts'
import { nextCall, type Call } from './actor.ts'
import { broken, type Asked } from './invariants.ts'

/** Ways to break the station on purpose: each must be caught, or the simulation proves nothing. */
export const BREAKAGES = {
  'no-sync': (disk: Disk): Disk => ({
    ...disk,
    open: async (path, mode) => ({ ...(await disk.open(path, mode)), sync: () => Promise.resolve() }),
  }),
  'no-folder-sync': (disk: Disk): Disk => ({ ...disk, syncFolder: () => Promise.resolve() }),
  'lost-write': (disk: Disk): Disk => ({
    ...disk,
    open: async (path, mode) => forgetful(await disk.open(path, mode), path),
  }),
} as const satisfies Record<string, (disk: Disk) => Disk>
export type Breakage = keyof typeof BREAKAGES

/** Every so many writes to a journal file one is acknowledged and thrown away. */
const FORGETS_EVERY = 7
function forgetful(file: DiskFile, path: string): DiskFile {
  let writes = 0
  const write = (bytes: Uint8Array, position: number) =>
    path.endsWith('.jsonl') && ++writes % FORGETS_EVERY === 0 ? Promise.resolve() : file.write(bytes, position)
  return { ...file, write }
}

const CALLS = 45
const STARTS_MAX = 4
const PRINTER_MOODS = ['fine', 'fine', 'fine', 'paper-out', 'jams'] as const

/** Plays one day from a seed, with faults; gives what broke a promise, or nothing. */
export async function play(seed: number, breakage: Breakage | null): Promise<string | null> {
  const random = makeVirtualRandom(seed * 2 + 1)
  const world = await makeWorld({ seed, ...(breakage && { through: BREAKAGES[breakage] }) })
  const asked: Asked[] = []

  /** Asks, and where the till died before it answered, opens it again and asks again with the same txn. */
  async function ask(call: Call): Promise<void> {
    const txn = world.newTxn()
    let answer = await attempt(call, txn)
    if (died(answer)) {
      await openAgain()
      answer = await attempt(call, txn)
    }
    // Now and then a page that missed the answer asks again.
    const again = answer.ok && random.below(12) === 0 ? await attempt(call, txn) : null
    asked.push({ ...call, txn, answer, again })
  }
  const attempt = (call: Call, txn: string): Promise<Answered> => world.ask(call.name, call.input, txn)

  try {
    await ask({ name: 'operators.begin', input: FIRST_RUN })
    for (let i = 0; i < CALLS; i++) {
      if (random.below(14) === 0) world.disk.cutPowerAfter(1 + random.below(12))
      if (random.below(60) === 0) world.disk.failNextSync()
      if (random.below(10) === 0) world.printer.setMood(PRINTER_MOODS[random.below(PRINTER_MOODS.length)] ?? 'fine')
      if (random.below(6) === 0) await world.clock.advance(random.below(120_000))
      await ask(nextCall(random, world))
      if (random.below(20) === 0) await reopen(random.below(2) === 0 ? 'kill' : 'power')
    }
    await reopen('power')
    return await broken(world, asked)
  } catch (cause) {
    if (cause instanceof Broken) return cause.message
    throw cause
  }

  async function reopen(how: 'kill' | 'power'): Promise<void> {
    await (how === 'kill' ? world.kill() : world.cutPower())
    await openAgain()
  }

  /** A fault that was under way may hit the start itself; then a person starts again. Any other refusal is a loss. */
  async function openAgain(): Promise<void> {
    let refusal = await world.open()
    for (let tries = 1; tries < STARTS_MAX && refusal[0]?.includes('The disk failed'); tries++)
      refusal = await world.open()
    if (refusal.length > 0) throw new Broken(`it does not open: ${refusal.join(' ')}`)
  }
}

/** No answer that stands: the disk, and with it the till, went away in the middle. */
const died = (answer: Answered): boolean => !answer.ok && (answer.why === 'journal-stopped' || answer.why === 'fault')

class Broken extends Error {}
