import type { Disk } from '#drivers/disk/port'
import type { Placed } from './scan.ts'
import { survey, type Survey } from './survey.ts'

export type Verified = Omit<Survey, 'last' | 'witness'> & { readonly witness: Survey['witness']['is'] }

/**
 * Reads a journal folder and names every fault by its sequence number. It changes nothing and locks nothing: a station
 * may go on selling meanwhile, and what it is writing just then looks like a torn tail. `onRecord` is given each sound
 * record in order, up to the file with the first fault.
 */
export async function verifyFolder(disk: Disk, folder: string, onRecord?: (line: Placed) => void): Promise<Verified> {
  // Where nobody wants the records, none is kept longer than it takes to judge it.
  const found = await survey({ disk, folder, journal: null, ...(onRecord ? { onRecord } : { onLines: noted }) })
  const { records, segments, head, epochs, faults, torn, witness, strays } = found
  return { records, segments, head, epochs, faults, torn, witness: witness.is, strays }
}

const noted = (): Promise<void> => Promise.resolve()

/** Without a sound witness an end that was cut off would not show. One that never was is none amiss. */
export const lacksWitness = ({ witness, records }: Verified): boolean =>
  witness === 'damaged' || (witness === 'missing' && records > 0)
