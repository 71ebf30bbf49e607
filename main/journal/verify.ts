import type { Disk } from '#drivers/disk/port'
import { survey, type Survey } from './survey.ts'

export type Verified = Omit<Survey, 'last' | 'witness'> & { readonly witness: Survey['witness']['is'] }

/**
 * Reads a journal folder and names every fault by its sequence number. It changes nothing and locks nothing: a station
 * may go on selling meanwhile, and what it is writing just then looks like a torn tail.
 */
export async function verifyFolder(disk: Disk, folder: string): Promise<Verified> {
  const { records, segments, head, faults, torn, witness, strays } = await survey({ disk, folder, journal: null })
  return { records, segments, head, faults, torn, witness: witness.is, strays }
}

/** Without a sound witness an end that was cut off would not show. One that never was is none amiss. */
export const lacksWitness = ({ witness, records }: Verified): boolean =>
  witness === 'damaged' || (witness === 'missing' && records > 0)
