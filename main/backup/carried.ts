import type { Piece } from './contents.ts'
import { z } from 'zod'

/**
 * Small secrets without which nobody could sign in at a restored station: a backup carries them in the clear inside its
 * seal. They are never unpacked to a file: whoever restores puts them under the seal of the new machine.
 */
export const CARRIED = 'sealed/carried.json'
/** By the names that the station’s vault has for them. */
export type Carried = Readonly<Record<string, string>>

/** More than a station has. */
const ENTRIES_MAX = 500
const CarriedFile = z
  .record(z.string().regex(/^[a-z][\w.-]{0,63}$/), z.string().max(8192))
  .refine((all) => Object.keys(all).length <= ENTRIES_MAX)

/** How a command comes by the secrets of a station that it does not run, and how it gives them to one. */
export interface CarriedSecrets {
  /** Null where it can not read them. */
  readonly read: (folder: string) => Promise<Carried | null>
  readonly keep: (folder: string, carried: Carried) => Promise<void>
}

export function carriedPiece(carried: Carried): Piece[] {
  if (Object.keys(carried).length === 0) return []
  const bytes = Buffer.from(JSON.stringify(carried))
  return [{ name: CARRIED, size: bytes.length, read: () => Promise.resolve(bytes) }]
}

/** Null where it is nothing that this version carries. */
export function readCarried(bytes: Buffer): Carried | null {
  try {
    return CarriedFile.safeParse(JSON.parse(bytes.toString())).data ?? null
  } catch {
    return null
  }
}
