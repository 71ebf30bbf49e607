import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import type { Disk } from '#drivers/disk/port'
import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import type { Random } from '#drivers/random/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { fingerprintOf, privateKey, publicHalf } from '#main/backup/keys'
import { makeBackup, type Made, type MakingParts } from '#main/backup/make'
import type { Ended } from '#main/backup/refusal'
import { restore, type RestoringParts } from '#main/backup/restore'
import { backupSettingsIn, type Recipient } from '#main/backup/settings'
import { keyFor, openBackup, tryOut } from '#main/backup/unpack'
import { appendEach, openOn, running, STATION } from './journals.ts'
import { join } from 'node:path'

/** A station's data folder and a shelf for its backups on a disk that fails from a seed: no station runs. */
export interface BackupBox {
  readonly world: VirtualDisk
  readonly clock: VirtualClock
  readonly random: Random
  /** Sells so many records more, and ends in order. */
  readonly sell: (records: number) => Promise<void>
  /** In a new program; what ran before is dead. */
  readonly make: (own?: Partial<MakingParts>) => Promise<Ended<Made>>
  readonly mustMake: (own?: Partial<MakingParts>) => Promise<Made>
  readonly restore: (file: string, own?: Partial<RestoringParts>) => ReturnType<typeof restore>
  readonly head: () => MakingParts['head']
  /** Names on the shelf. */
  readonly shelf: () => Promise<string[]>
  /** Throws where this file is not a backup that can be restored. */
  readonly mustBeSound: (file: string) => Promise<void>
  readonly put: (path: string, bytes: Uint8Array) => Promise<void>
}

export const DATA = '/station'
export const SHELF = '/shelf'
/** Small files, so that a backup holds several. */
const SEGMENT_BYTES = 1_200
export const OPENER = privateKey(Buffer.alloc(32, 7))
export const RECIPIENT: Recipient = {
  publicKey: publicHalf(OPENER),
  fingerprint: fingerprintOf(publicHalf(OPENER)),
  kdf: null,
}
/** 2026-05-04 09:00 in Shanghai. */
export const MORNING_MS = Date.UTC(2026, 4, 4, 1)

export async function makeBackupBox(seed = 1, records = 10): Promise<BackupBox> {
  const world = makeVirtualDisk(makeVirtualRandom(seed).below)
  const clock = makeVirtualClock(MORNING_MS)
  const random = makeVirtualRandom(seed ^ 0xbac)
  let head = { seq: 0, hash: '' }
  const box: BackupBox = {
    ...{ world, clock, random, head: () => head },
    sell: async (more) => {
      const journal = running(await openOn(world.process(), join(DATA, 'journal'), { segmentBytes: SEGMENT_BYTES }))
      await appendEach(journal, head.seq + 1, head.seq + more)
      head = journal.head()
      await journal.close()
    },
    make: (own = {}) =>
      makeBackup({
        ...{ disk: own.disk ?? world.process(), clock, random, folder: DATA, to: SHELF, by: 'station', keep: 3 },
        ...{ recipient: RECIPIENT, journal: STATION, head, ...own },
      }),
    mustMake: async (own) => mustBe(await box.make(own)),
    restore: async (file, own = {}) => {
      const disk = own.disk ?? world.process()
      return restore({
        ...{ disk, clock, random, key: OPENER, folder: '/new', epoch: null, onFile: () => undefined },
        ...{ backup: await openBackup(disk, file), ...own },
      })
    },
    shelf: () => world.process().list(SHELF),
    mustBeSound: async (file) => {
      const disk = world.process()
      const backup = await openBackup(disk, file)
      await tryOut({ disk, backup, key: keyFor(backup, OPENER), into: '/elsewhere', onFile: () => undefined })
    },
    put: (path, bytes) => putFile(world.process(), path, bytes),
  }
  await world.process().makeFolder(join(DATA, 'settings'))
  await world.process().makeFolder(SHELF)
  const settings = await backupSettingsIn(world.process(), DATA)
  settings.data = { ...settings.data, folder: SHELF, recipient: RECIPIENT }
  await settings.write()
  await box.put(join(DATA, 'settings', 'station.json'), Buffer.from('{"station":"01"}'))
  await box.sell(records)
  return box
}

export function mustBe<Value>(ended: Ended<Value>): Value {
  if (ended.ok) return ended.value
  throw new Error(`refused: ${JSON.stringify(ended)}`)
}

/** Why work was refused; null where it was done. */
export const whyOf = async (work: Promise<Ended<unknown>>): Promise<string | null> => {
  const ended = await work
  return ended.ok ? null : ended.why
}

async function putFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  await disk.remove(path).catch(() => undefined)
  const file = await disk.open(path, 'create')
  await file.write(bytes, 0)
  await file.sync()
  await file.close()
  await disk.syncFolder(join(path, '..'))
}
