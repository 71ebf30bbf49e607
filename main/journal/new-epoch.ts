import { assert, done, type Done, type Refused } from '#domain/result'
import type { Disk } from '#drivers/disk/port'
import { JournalAdapter, type Head } from './adapter.ts'
import { EPOCH_MAX, journalName, readJournalName, type EpochBegan } from './epoch.ts'
import { SEGMENT_BYTES } from './archive.ts'
import type { Draft } from './journal.ts'
import { recover } from './recovery.ts'
import type { JournalRefusal } from './refusal.ts'
import { openWitness } from './witness.ts'

export interface Genesis {
  /** Later than that of the last record. */
  readonly epoch: number
  readonly nowMs: number
  /** Two names that nobody else will choose. */
  readonly txn: string
  readonly fork: string
}

export interface EpochParts extends Genesis {
  readonly disk: Disk
  /** The journal's. */
  readonly folder: string
  /** The station and epoch the journal begins in. */
  readonly journal: string
}

/** The first record of an epoch that goes on from this one's last record. */
export function genesis(of: Genesis & { readonly journal: string; readonly head: Head }): {
  name: string
  draft: Draft
} {
  const { journal, head, epoch, txn, fork, nowMs: ts } = of
  const parent = readJournalName(journal)
  assert(parent !== null && epoch > parent.epoch && epoch <= EPOCH_MAX, 'a new epoch is a later one')
  const event: EpochBegan = { is: 'epoch-began', parent: journal, forkSeq: head.seq, hash: head.hash, fork }
  return { name: journalName({ ...parent, epoch }), draft: { txn, ts, type: event.is, body: { event, reply: null } } }
}

/**
 * Writes the first record of a new epoch behind all there is, and has the witness see it; durable when it resolves.
 * The caller holds the folder's lock. Throws JournalStopped and DiskFault.
 */
export async function beginEpoch(
  parts: EpochParts,
): Promise<Done<{ readonly seq: number }> | (Refused<'journal'> & { readonly refusal: JournalRefusal })> {
  const { disk, folder } = parts
  const found = await recover({ disk, folder, journal: parts.journal, from: null, onRecord: () => undefined })
  if (!found.ok) return found
  const { head, last, journal } = found.value
  const { name, draft } = genesis({ ...parts, journal, head })
  const adapter = new JournalAdapter({ disk, folder, journal: name, segmentBytes: SEGMENT_BYTES, head, last })
  const { record, hash } = adapter.state.append(draft)
  await adapter.write()
  await adapter.close()
  const witness = await openWitness(disk, folder)
  witness.data = { seq: record.seq, hash }
  await witness.write()
  return done({ seq: record.seq })
}
