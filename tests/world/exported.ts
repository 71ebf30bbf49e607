import { makeVirtualClock } from '#drivers/clock/virtual'
import type { Disk } from '#drivers/disk/port'
import type { Claim } from '#drivers/lock/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { runExport } from '#main/export/command'
import { FOLDER } from './world.ts'

/** Nobody else is at the folder. */
export const FREE: Claim = { is: 'held', lock: { onKnock: () => undefined, free: () => Promise.resolve() } }
export const EXPORTED_AT_MS = Date.UTC(2026, 5, 1)

export interface Ran {
  readonly exit: number
  /** The export itself, as it went to standard output. */
  readonly text: string
  readonly said: readonly string[]
  readonly warned: readonly string[]
}

/** `npm run journal -- …` for what leaves the station, on any disk. */
export async function runJournal(disk: Disk, args: readonly string[], claim: Claim = FREE): Promise<Ran> {
  const texts: string[] = []
  const said: string[] = []
  const warned: string[] = []
  const exit = await runExport({
    ...{ disk, args, folder: FOLDER, clock: makeVirtualClock(EXPORTED_AT_MS), random: makeVirtualRandom(7) },
    ...{ claim: () => Promise.resolve(claim), write: (text: string) => void texts.push(text) },
    ...{ say: (line: string) => void said.push(line), warn: (line: string) => void warned.push(line) },
  })
  return { exit, text: texts.join(''), said, warned }
}
