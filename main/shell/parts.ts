import { trainingGoods } from '../catalogue/training-goods.ts'
import type { StationParts } from '../station.ts'
import type { StartOptions } from './options.ts'
import { makeRealClock } from '#drivers/clock/real'
import { makeRealDisk } from '#drivers/disk/real'
import { makeHashing } from '#drivers/hashing/argon2'
import { COUNTER_COST } from '#drivers/hashing/port'
import { makeLog } from '#drivers/log/pino'
import { makeRealRandom } from '#drivers/random/real'
import { join } from 'node:path'

/**
 * The drivers of a profile. Virtual devices are loaded only where they may be used, by dynamic import, so that a live
 * station can not reach them.
 */
export async function partsFor(options: StartOptions): Promise<StationParts> {
  const { makeVirtualPrinter } = await import('#drivers/printer/virtual')
  const { makeVirtualScanner } = await import('#drivers/scanner/virtual')
  const { makeBench } = await import('#drivers/bench/virtual')
  const scanner = makeVirtualScanner()
  const printer = makeVirtualPrinter()
  return {
    ...{ disk: makeRealDisk(), clock: makeRealClock(), random: makeRealRandom() },
    hashing: makeHashing(COUNTER_COST),
    ...{ scanner, printer, bench: makeBench(scanner, printer) },
    log: makeLog(join(options.folder, 'logs')),
    goods: trainingGoods,
    ...{ folder: options.folder, profile: options.profile, language: options.language },
  }
}
