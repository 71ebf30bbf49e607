import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import { makeNatsHub } from '#drivers/hub/nats'
import { sharedHub } from '#drivers/hub/shared'
import type { StationSettings } from '../settings.ts'
import { HUB_FILES } from './settings.ts'
import type { HubGiven } from './start.ts'
import { join } from 'node:path'

const ON_THIS_MACHINE = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):\d+$/

/** The hub that the settings name; null where they name none. */
export async function namedHub(
  { hub, station, profile }: StationSettings,
  { disk, folder, clock }: { readonly disk: Disk; readonly folder: string; readonly clock: Clock },
): Promise<HubGiven | null> {
  if (hub === null) return null
  // What is practised never comes among the shop's records.
  if (profile === 'training' && !hub.servers.every((server) => ON_THIS_MACHINE.test(server)))
    return { is: 'not-in-training' }
  const read = async (file: string) => disk.read(join(folder, file)).catch(noneOf(file))
  const [credentials, ca] = [await read(HUB_FILES.credentials), await read(HUB_FILES.authority)]
  if (typeof credentials === 'string' || typeof ca === 'string')
    return { is: 'file-missing', file: typeof credentials === 'string' ? credentials : String(ca) }
  const address = { servers: hub.servers, shop: hub.shop, station, credentials, ca: Buffer.from(ca).toString() }
  return { is: 'hub', hub: sharedHub(makeNatsHub(address, clock)) }
}

const noneOf = (file: string) => (cause: unknown) => {
  if (cause instanceof DiskFault) return file
  throw cause
}
