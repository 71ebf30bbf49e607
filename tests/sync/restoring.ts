import { carriedOf, carriedSecrets } from '#main/carried-secrets'
import { makeBackup } from '#main/backup/make'
import { restore } from '#main/backup/restore'
import { openBackup } from '#main/backup/unpack'
import { openVault } from '#main/vault'
import { makeVirtualSealing } from '#drivers/sealing/virtual'
import type { Disk } from '#drivers/disk/port'
import { OPENER, RECIPIENT, SHELF, mustBe } from '../world/backups.ts'
import { FOLDER } from '../world/world.ts'
import type { Machine, Stations } from './lives.ts'

/** A machine that was restored from a backup of this one, which has sold on since. */
export async function fromBackup(
  shop: Stations,
  machine: Machine,
  epoch: number | null,
): Promise<{ readonly restored: Machine; readonly sold: number }> {
  const { disk, world } = { disk: machine.world.disk.process(), world: machine.world }
  // Looking with a program of its own ends the one that runs.
  await disk.makeFolder(SHELF)
  const sealing = makeVirtualSealing('world')
  const vault = await openVault({ disk, folder: FOLDER, sealing })
  const last = machine.life().records.at(-1)
  if (!last) throw new Error('it has records')
  const { clock, random } = shop
  const made = mustBe(
    await makeBackup({
      ...{ disk, clock, random, folder: FOLDER, to: SHELF, by: 'command', keep: 3, recipient: RECIPIENT },
      ...{ journal: last.j, head: { seq: last.seq, hash: last.hash }, carried: () => carriedOf(vault) },
    }),
  )
  await machine.open()
  const sold = 1 + random.below(3)
  await machine.sell(sold)
  await shop.pass(3)
  const files = new Map([...world.disk.files()].filter(([path]) => path.startsWith(SHELF)))
  const prepare = async (onto: Disk) => {
    const ended = await restore({
      ...{ disk: onto, clock, random, key: OPENER, folder: FOLDER, epoch, onFile: () => undefined },
      ...{ backup: await openBackup(onto, made.file), keep: carriedSecrets(onto, () => sealing).keep },
    })
    mustBe(ended)
  }
  return { restored: await shop.machine({ files, cache: [] }, prepare), sold }
}
