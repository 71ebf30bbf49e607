import type { Disk } from '#drivers/disk/port'
import { durableFile } from '#journal/durable-file'
import { z } from 'zod'

/**
 * Which stations head office has let in, and the public key that it holds their signatures against. One entry an
 * enrolment, in their order, and none is ever taken away: what a station signed with the key before stays its own.
 */
const Enrolment = z.strictObject({
  shop: z.string(),
  station: z.string(),
  /** As the station's `settings/identity.pub` has it, base64 of its SubjectPublicKeyInfo. */
  publicKey: z.base64(),
  /** The hub's name for these credentials. */
  user: z.string(),
  /** Milliseconds since 1970. They are good up to `until`, or until they were taken back. */
  enrolledAt: z.int(),
  until: z.int(),
  revokedAt: z.int().nullable(),
})
export type Enrolment = z.infer<typeof Enrolment>
const Stations = z.strictObject({ stations: z.array(Enrolment) })

/** `stations.json` in head office's folder. Its `write` is durable. Throws FileRefused and DiskFault. */
export const openStations = (disk: Disk, path: string) =>
  durableFile<z.infer<typeof Stations>>({ disk, path, schema: Stations, first: { stations: [] }, byHand: true })
