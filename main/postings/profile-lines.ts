import { holdsCardNumber } from '#domain/card-number'
import { z } from 'zod'

const Host = z.strictObject({
  host: z.string().regex(/^[\w.:-]{1,253}$/),
  port: z.int().min(1).max(65_535),
})

/**
 * The lines of `station.json` that head office may set, and no others. What they may be as a whole `SettingsFile` says,
 * held against the station's own.
 */
export const ProfileLines = z.strictObject({
  shop: z
    .string()
    .min(1)
    .max(30)
    .refine((name) => !holdsCardNumber(name), { error: 'holds a card number' })
    .exactOptional(),
  cashRounding: z.enum(['none', 'down', 'half-up']).exactOptional(),
  discountLimit: z.int().min(0).max(1000).exactOptional(),
  tax: z.int().min(0).max(1000).nullable().exactOptional(),
  retention: z.strictObject({ archiveAfterDays: z.int().min(1).max(36_500).nullable() }).exactOptional(),
  secrets: z
    .strictObject({ maxAgeDays: z.int().min(1).max(3650).nullable(), warnDays: z.int().min(0).max(365) })
    .exactOptional(),
  idleLockMinutes: z.int().min(1).max(480).nullable().exactOptional(),
  ...{ acquirer: Host.exactOptional(), scanpay: Host.exactOptional() },
})
