import { postingName } from '#drivers/hub/names'
import { HashText, JournalNameText } from '#journal/epoch'
import { z } from 'zod'
import type { Sender } from './batch.ts'

/**
 * How far head office's ledger has this station, as it posts it for it. It is not signed: whoever could write it could
 * also keep it from coming, and what the station makes of it, it holds against its own journal.
 */
export const LedgerMark = z.strictObject({
  v: z.literal(1),
  branch: JournalNameText,
  seq: z.int().min(1),
  hash: HashText,
  /** The ledger lacks records from this one on, and asks for them once more; each demand has a name of its own. */
  again: z.strictObject({ id: z.string().min(1).max(64), from: z.int().min(1) }).nullable(),
})
export type LedgerMark = z.infer<typeof LedgerMark>

export const LEDGER_KIND = 'ledger'
export const ledgerMarkName = ({ shop, station }: Sender): string => postingName(shop, station, LEDGER_KIND)

/** Null where it is none that this version reads. */
export function readLedgerMark(payload: Uint8Array): LedgerMark | null {
  try {
    return LedgerMark.parse(JSON.parse(Buffer.from(payload).toString()))
  } catch {
    // Both say only by throwing that a text is none.
    return null
  }
}
