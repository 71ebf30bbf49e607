import type { Disk } from '#drivers/disk/port'
import { durableFile } from '#journal/durable-file'
import type { Low } from 'lowdb'
import { z } from 'zod'
import { Kdf, PublicKey } from './format.ts'
import { fingerprintOf } from './keys.ts'
import { join } from 'node:path'

/** For whom backups are made: head office's key, or one that a passphrase gives. */
export const Recipient = z
  .strictObject({ publicKey: PublicKey, fingerprint: z.string(), kdf: Kdf.nullable() })
  // A key that was mistyped would make backups that nobody opens.
  .refine(({ publicKey, fingerprint }) => fingerprint === fingerprintOf(publicKey), {
    error: 'the fingerprint is not that of the key',
  })
export type Recipient = z.infer<typeof Recipient>

/** `settings/backup.json`: IT's to edit; `npm run backup -- key` writes the recipient. */
export const BackupSettings = z.strictObject({
  /** Where backups go; a folder that is there. */
  folder: z.string().min(1).max(4_000),
  everyHours: z.int().min(1).max(168).default(24),
  /** How many stay. */
  keep: z.int().min(1).max(1_000).default(14),
  recipient: Recipient.nullable(),
})
export type BackupSettings = z.infer<typeof BackupSettings>

/** The settings in a data folder; without a recipient while none was set. Throws FileRefused and DiskFault. */
export const backupSettingsIn = (disk: Disk, folder: string): Promise<Low<BackupSettings>> =>
  durableFile<BackupSettings>({
    ...{ disk, path: join(folder, 'settings', 'backup.json'), schema: BackupSettings, byHand: true },
    first: { folder: join(folder, 'backups'), everyHours: 24, keep: 14, recipient: null },
  })
