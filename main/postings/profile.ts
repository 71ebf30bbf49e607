import type { PostedProfile } from '#domain/posted-profile'
import { SettingsFile } from '../settings.ts'

/**
 * The station's settings with the lines that head office set over them: `station.json` stays as it is, so that what a
 * manager accepted there stays accepted. Or what is wrong with them as a whole.
 */
export function settingsWith(stored: SettingsFile, lines: PostedProfile): SettingsFile | string {
  const { acquirer, scanpay, ...plain } = lines
  const read = SettingsFile.safeParse({
    ...{ ...stored, ...plain },
    // Of a host that this station has none of, nothing is to be said here.
    acquirer: stored.acquirer && { ...stored.acquirer, ...acquirer },
    scanpay: stored.scanpay && { ...stored.scanpay, ...scanpay },
  })
  if (read.success) return read.data
  const [issue] = read.error.issues
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
}
