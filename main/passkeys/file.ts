import { OperatorNumber } from '#contract/shapes'
import type { Disk } from '#drivers/disk/port'
import { durableFile } from '#journal/durable-file'
import type { Low } from 'lowdb'
import { z } from 'zod'
import { join } from 'node:path'

const Base64Url = z.string().regex(/^[\w-]+$/)

/** Public keys only: whoever reads them can sign nothing. The journal says whose they are. */
const PasskeysFile = z.strictObject({
  passkeys: z.array(
    z.strictObject({
      ...{ operator: OperatorNumber, id: Base64Url, publicKey: Base64Url },
      /** How often it has signed, as far as it counts. */
      counter: z.int().min(0),
      transports: z.array(z.string().max(20)).max(10),
      addedMs: z.int(),
    }),
  ),
})
export type PasskeysFile = z.infer<typeof PasskeysFile>
export type StoredPasskey = PasskeysFile['passkeys'][number]

/** `settings/passkeys.json`. Throws FileRefused and DiskFault. */
export const passkeysIn = (disk: Disk, folder: string): Promise<Low<PasskeysFile>> =>
  durableFile<PasskeysFile>({
    ...{ disk, path: join(folder, 'settings', 'passkeys.json'), schema: PasskeysFile, first: { passkeys: [] } },
  })

/** Changes the file, or leaves all as it was where the disk does not take it. */
export async function writePasskeys(file: Low<PasskeysFile>, passkeys: StoredPasskey[]): Promise<void> {
  const before = file.data
  file.data = { passkeys }
  try {
    await file.write()
  } catch (cause) {
    file.data = before
    throw cause
  }
}
