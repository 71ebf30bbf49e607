import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Hub } from '#drivers/hub/port'
import { SILENT } from '#drivers/log/pino'
import type { Random } from '#drivers/random/port'
import { openJournal, type Journal } from '#journal/journal'
import type { Identity } from '#main/identity'
import type { Sender } from '#main/sync/batch'
import { openOutbox } from '#main/sync/outbox'
import { startUplink, type Uplink } from '#main/sync/uplink'

/** What of a station sends its journal to head office: a journal on a disk, and the line up. */
export interface SyncingStation {
  readonly journal: Journal
  readonly uplink: Uplink
  /** Of a record; null where there is none. */
  readonly hashAt: (seq: number) => Promise<string | null>
  /** A sale's worth: durable when it resolves; false where the disk took it no more. */
  readonly write: (body: unknown) => Promise<boolean>
  /** The last record that the hub is known to have. */
  readonly sent: () => number
  readonly leave: () => void
}

export interface StationParts {
  readonly clock: Clock
  /** As the program that is started now sees it. */
  readonly disk: { readonly process: () => Disk }
  /** The journal's; where nobody says, the one that virtual disks have. */
  readonly folder?: string
  readonly segmentBytes?: number
  readonly random: Random
  readonly hub: Hub
  readonly identity: Identity
  readonly sender: Sender
}

export const FOLDER = '/station/journal'
/** Small, so that new files are begun all the time. */
const SEGMENT_BYTES = 6_000

/** Opens it on the disk as it is; null where the disk failed meanwhile. */
export async function openSyncing(parts: StationParts): Promise<SyncingStation | null> {
  const { clock, random, sender, folder = FOLDER, segmentBytes = SEGMENT_BYTES } = parts
  const disk = parts.disk.process()
  const opened = await openJournal({
    ...{ disk, folder, journal: `${sender.station}-e1`, segmentBytes },
    replay: () => undefined,
  })
  if (!opened.ok) {
    if (opened.refusal.is === 'disk') return null
    throw new Error(`the journal is refused: ${JSON.stringify(opened.refusal)}`)
  }
  const journal = opened.value
  const closing = new AbortController()
  let [sureFrom, sent] = [1, 0]
  const outbox = openOutbox({ disk, folder, head: journal.head })
  const uplink = startUplink({
    ...{ hub: parts.hub, identity: parts.identity, sender, branch: journal.name, clock, random, log: SILENT },
    ...{ outbox, closing: closing.signal, onChange: () => undefined, sureFrom: () => sureFrom },
    onThere: ({ seq, place }) => void ([sent, sureFrom] = [seq, place ?? sureFrom]),
  })
  return {
    ...{ journal, uplink, hashAt: outbox.hashAt, sent: () => sent, leave: () => closing.abort() },
    write: async (body) => {
      try {
        await journal.append({ txn: random.id(), type: 'test', ts: clock.nowMs(), body })
        uplink.wake()
        return true
      } catch (cause) {
        if (cause instanceof DiskFault || (cause instanceof Error && cause.name !== 'AssertionError')) return false
        throw cause
      }
    },
  }
}
