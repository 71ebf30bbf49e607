import { trainingGoods } from '../catalogue/training-goods.ts'
import type { StationParts } from '../station.ts'
import { namedHub } from '../sync/real.ts'
import { devicesFor } from './devices-for.ts'
import type { StartOptions } from './options.ts'
import { passkeyOrigin } from './page-address.ts'
import type { Shell } from './port.ts'
import { openScratchCache, openSqliteCache } from '#drivers/cache/sqlite'
import { makeRealClock } from '#drivers/clock/real'
import { makeRealDisk } from '#drivers/disk/real'
import { makeHashing } from '#drivers/hashing/argon2'
import { COUNTER_COST } from '#drivers/hashing/port'
import { makeLog } from '#drivers/log/pino'
import { makeRealRandom } from '#drivers/random/real'
import { join } from 'node:path'

/** What a station of this profile runs on, on this machine. */
export async function partsFor(
  options: StartOptions,
  { sealing, kind, service }: Pick<Shell, 'sealing' | 'kind' | 'service'>,
): Promise<StationParts> {
  const { folder, profile, language } = options
  const [clock, random, log] = [makeRealClock(), makeRealRandom(), makeLog(join(folder, 'logs'))]
  const disk = makeRealDisk()
  return {
    ...{ disk, clock, random, sealing, log },
    openCache: () => openSqliteCache(join(folder, 'cache')),
    openScratchCache: () => openScratchCache(join(folder, 'cache', 'checking')),
    hashing: makeHashing(COUNTER_COST),
    passkeyOrigin: passkeyOrigin(kind),
    devices: await devicesFor(options, { clock, random, disk, sealing, log, service }),
    hub: (settings) => namedHub(settings, { disk, folder, clock }),
    goods: trainingGoods,
    ...{ folder, profile, language },
  }
}
