import type { SwipeFault } from './port.ts'

/**
 * MagTek readers of the kind before MagneSafe: one input report of 337 bytes with three tracks in the clear. None of it
 * is looked at but whether it is such a report: the reader has to be changed for one that encrypts.
 */
const BYTES = 337

export const readMagTekClassic = (report: Uint8Array): SwipeFault => ({
  fault: report.length >= BYTES ? 'in-the-clear' : 'garbled',
})
