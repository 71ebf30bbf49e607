import { NO_FLOOR } from '#drivers/floor/none'
import { makeBench } from '#drivers/bench/virtual'
import { openScratchCache, openSqliteCache } from '#drivers/cache/sqlite'
import { makeRealClock } from '#drivers/clock/real'
import { makeRealDisk } from '#drivers/disk/real'
import { makeHashing } from '#drivers/hashing/argon2'
import { SIMULATION_COST } from '#drivers/hashing/port'
import { SILENT } from '#drivers/log/pino'
import { makeVirtualMessenger } from '#drivers/messenger/virtual'
import { makeVirtualAcquirers } from '#drivers/payment/virtual-pair'
import { makeVirtualPrinter } from '#drivers/printer/virtual'
import { makeRealRandom } from '#drivers/random/real'
import { makeVirtualScanner } from '#drivers/scanner/virtual'
import { keyFileSealing } from '#drivers/sealing/key-file'
import { trainingGoods } from '#main/catalogue/training-goods'
import { openStation, type RunningStation, type StationParts } from '#main/station'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { staff } from './people.ts'
import { makePlugged } from './plugged.ts'
import { makePostbox } from './postbox.ts'
import { isSearching, watched } from './secrets.ts'
import type { Answered } from './world.ts'

/** The station without a window on the machine's own disk, in this process. */
export interface OnDisk {
  readonly station: RunningStation
  readonly ask: (name: string, input: unknown) => Promise<Answered>
}

/** The machine's own disk and clock under virtual devices; hashing costs least, since it is not what is tried. */
export function onDiskParts(folder: string): StationParts {
  const scanner = makeVirtualScanner()
  const printer = makeVirtualPrinter()
  const { wait } = makeRealClock()
  const payments = makeVirtualAcquirers({ wait })
  const messenger = makeVirtualMessenger(wait)
  return {
    disk: isSearching ? watched(makeRealDisk()) : makeRealDisk(),
    ...{ clock: makeRealClock(), random: makeRealRandom(), log: SILENT },
    openCache: () => openSqliteCache(join(folder, 'cache')),
    openScratchCache: () => openScratchCache(join(folder, 'cache', 'checking')),
    hashing: makeHashing(SIMULATION_COST),
    // As the program on Chromium seals, which opens the same folder in some tests.
    ...{ sealing: keyFileSealing(join(folder, 'shell', 'keys')), firstSettings: { idleLockMinutes: null } },
    delivery: makePostbox(),
    devices: () => ({
      ...{ scanner, printer, messenger, floor: NO_FLOOR },
      startProgram: makePlugged(makeRealClock(), SILENT).startProgram,
      bench: makeBench({ scanner, printer, payments, messenger, neighbour: null }),
      ports: { acquirer: payments.card, scanpay: payments.scan },
    }),
    ...{ goods: trainingGoods, folder, profile: 'test', language: null },
  }
}

export async function openOnDisk(folder: string, own: Partial<StationParts> = {}): Promise<OnDisk> {
  const opened = await openStation({ ...onDiskParts(folder), ...own })
  if (!opened.ok) throw new Error(`the station did not open: ${opened.why}`)
  const page = randomUUID()
  let n = 0
  const ask = async (name: string, input: unknown) => {
    const text = JSON.stringify({ name, txn: randomUUID(), page, n: ++n, input })
    return JSON.parse(await opened.value.answer('cashier', text)) as Answered // the door's own words
  }
  return { station: opened.value, ask }
}

/** A data folder as a station leaves it that has sold once and been closed. */
export async function leaveFolder(folder: string): Promise<void> {
  const { station, ask } = await openOnDisk(folder)
  await staff(ask)
  await ask('sale.add', { sku: 'DRK001', quantity: 1 })
  await ask('sale.payCash', { due: 150, given: 150 })
  await station.close()
}
