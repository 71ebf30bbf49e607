import type { Disk } from '#drivers/disk/port'
import { settingsIn, SettingsFile } from '#main/settings'
import { FOLDER } from './world.ts'

/** Changes a setting as IT does: in the file, while the station is down. */
export async function changeSetting(disk: Disk, key: string, value: unknown, folder = FOLDER): Promise<void> {
  const file = await settingsIn(disk, folder)
  // What comes of the change must still be settings.
  file.data = SettingsFile.parse({ ...file.data, [key]: value })
  await file.write()
}
