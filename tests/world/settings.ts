import type { Disk } from '#drivers/disk/port'
import { SettingsFile } from '#main/settings'
import { FOLDER } from './world.ts'

/** Changes a setting as IT does: in the file, while the station is down. */
export async function changeSetting(disk: Disk, key: string, value: unknown): Promise<void> {
  const path = `${FOLDER}/settings/station.json`
  // What the station wrote is JSON; what comes of the change must still be settings.
  const now = JSON.parse((await disk.read(path)).toString('utf8')) as object
  const text = JSON.stringify(SettingsFile.parse({ ...now, [key]: value }))
  await disk.remove(path)
  const file = await disk.open(path, 'create')
  await file.write(Buffer.from(text), 0)
  await file.sync()
  await file.close()
  await disk.syncFolder(`${FOLDER}/settings`)
}
