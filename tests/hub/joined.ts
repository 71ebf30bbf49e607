import { join } from 'node:path'
import { postAs } from '../../build/hub/admin.ts'
import { makeRealDisk } from '#drivers/disk/real'
import { makeNatsHub } from '#drivers/hub/nats'
import { sharedHub } from '#drivers/hub/shared'
import { makeRealRandom } from '#drivers/random/real'
import { keyId, publicText } from '#main/head-office/token'
import { headOfficeIn } from '#main/head-office/trust'
import { ensureIdentity } from '#main/identity'
import { nameOf, signPosting } from '#main/postings/posting'
import { OFFICE, TERMINAL } from '../world/head-office.ts'
import { openOnDisk, type OnDisk } from '../world/on-disk.ts'
import { clock, type Enrolled, type TestHub } from './hub.ts'

const disk = makeRealDisk()
const SHOP = 's01'

export interface JoinedStation extends OnDisk {
  readonly enrolled: Enrolled
}

/** Whole stations of one shop on this machine's disk, at the hub, and known to each other by head office's word. */
export async function openJoined(hub: TestHub, folder: string, numbers: readonly string[]): Promise<JoinedStation[]> {
  const enrolled: (Enrolled & { readonly station: string; readonly at: string })[] = []
  for (const station of numbers) {
    const at = join(folder, station)
    const identity = await ensureIdentity({ disk, folder: at }, makeRealRandom())
    enrolled.push({ station, at, ...(await hub.enrol({ shop: SHOP, station }, identity)) })
  }
  const stations = enrolled.map(({ station, identity: { publicKey } }) => ({ station, publicKey }))
  const name = nameOf(SHOP, null, 'stations')
  const fields = { name, merchant: TERMINAL.merchant, issuedMs: clock.nowMs(), from: null, body: { stations } }
  const office = await hub.as('office')
  await postAs(office, name, signPosting(fields, OFFICE))
  return Promise.all(
    enrolled.map(async ({ station, at, ...as }) => {
      const trust = await headOfficeIn(disk, at)
      trust.data = { ...trust.data, ...TERMINAL, keys: { [keyId(publicText(OFFICE))]: publicText(OFFICE) } }
      await trust.write()
      const opened = await openOnDisk(at, {
        firstSettings: { idleLockMinutes: null, station, hub: { servers: [...hub.servers], shop: SHOP } },
        hub: () => ({ is: 'hub', hub: sharedHub(makeNatsHub(as.address, clock)) }),
      })
      return { ...opened, enrolled: as }
    }),
  )
}
