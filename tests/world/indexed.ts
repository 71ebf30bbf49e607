import type { CachedRecord } from '#drivers/cache/port'
import { makeVirtualCache } from '#drivers/cache/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { archiveOld } from '#journal/archiving'
import type { RecordIndex } from '#journal/find-records'
import { termsOf, type Wanted } from '#journal/finding'
import { openJournal, type Draft, type Written } from '#journal/journal'
import { beginEpoch } from '#journal/new-epoch'
import type { Known } from '#journal/survey'
import { JOURNAL_FOLDER, makeJournalBox, STATION, type JournalBox } from './journals.ts'

/** A journal of several segments, some of them archived, that went on in a second epoch; and an index of most of it. */
export interface IndexedBox {
  readonly box: JournalBox
  /** All that is in it, oldest first. */
  readonly written: readonly Written[]
  readonly index: RecordIndex
}

const DAY_MS = 86_400_000
const BEGIN_MS = Date.UTC(2026, 0, 1)
const OPERATORS = ['03', '04', '11'] as const
const RECORDS = 120
/** Some dozen records. */
const SEGMENT_BYTES = 5_000

export async function indexedBox(seed: number): Promise<IndexedBox> {
  const { below } = makeVirtualRandom(seed)
  const box = makeJournalBox({ seed, segmentBytes: SEGMENT_BYTES })
  const half = RECORDS / 2 + below(RECORDS / 4)
  await appendDrawn(box, { from: 1, to: half, below })
  const epoch = { epoch: 2, nowMs: BEGIN_MS + half * DAY_MS, txn: `txn-epoch-${seed}`, fork: `fork-${seed}-fork` }
  await beginEpoch({ disk: box.disk.process(), folder: JOURNAL_FOLDER, journal: STATION, ...epoch })
  await appendDrawn(box, { from: half + 1, to: RECORDS, below })
  const written = await replayed(box)
  const policy = { archiveAfterDays: below(RECORDS) }
  const now = BEGIN_MS + RECORDS * DAY_MS
  await archiveOld(box.disk.process(), JOURNAL_FOLDER, { policy, now })
  return { box, written, index: indexOf(written.slice(0, below(written.length))) }
}

async function appendDrawn(box: JournalBox, drawn: { from: number; to: number; below: Below }): Promise<void> {
  const journal = await box.mustOpen()
  for (let n = drawn.from; n <= drawn.to; n++) await journal.append(draftOf(n, drawn.below))
  await journal.close()
}

/** The index a station would have made of these. */
export function indexOf(written: readonly Written[], change: (record: CachedRecord) => CachedRecord = (r) => r) {
  const cache = makeVirtualCache(() => 0).open()
  const records = written.map(({ record, place }) =>
    change({ seq: record.seq, ts: record.ts, ...place, terms: termsOf(record) }),
  )
  cache.commit({ checkpoint: '', sales: [], answers: [], records })
  const end = written.at(-1)
  const segments = [...new Set(written.map(({ place }) => place.segment))]
  const known: Known | null = end
    ? { seq: end.record.seq, hash: end.hash, journal: end.record.j, ...end.place, segments }
    : null
  return { known, find: cache.find }
}

async function replayed(box: JournalBox): Promise<Written[]> {
  const written: Written[] = []
  const opened = await openJournal({
    ...{ disk: box.disk.process(), folder: JOURNAL_FOLDER, journal: STATION, segmentBytes: SEGMENT_BYTES },
    replay: (line) => void written.push(line),
  })
  if (!opened.ok) throw new Error('the journal did not open')
  await opened.value.close()
  return written
}

type Below = (limit: number) => number

/** One record a day, but that now and then the clock was set back. */
function draftOf(n: number, below: Below): Draft {
  const [receipt, operator] = [`S01-1-00000${below(9)}`, OPERATORS[below(OPERATORS.length)]]
  const amount = 100 * (1 + below(4))
  const common = { txn: `txn-${n}`, ts: BEGIN_MS + (below(12) === 0 ? below(n) : n) * DAY_MS }
  const events = [
    { is: 'goods-added', sku: 'DRK001', name: '农夫山泉 550ml', price: amount },
    { is: 'sale-paid', receipt, operator, total: amount, given: amount + 100, tenders: [] },
    { is: 'approval-given', approval: { subject: receipt, asker: operator, approver: '11', amount } },
    { is: 'payment-told', attempt: `S01-1-${below(9)}`, event: { is: 'approved', approval: `A${below(9)}`, amount } },
  ] as const
  const event = events[below(events.length)] ?? events[0]
  return { ...common, type: event.is, body: { event, reply: null } }
}

const NOTHING: Wanted = {
  ...{ receipt: null, type: null, order: null, operator: null, amount: null, from: null, to: null },
}

/** What somebody may look for in it. */
export function drawnWanted(below: Below): Wanted {
  const maybe = <Value>(value: Value): Value | null => (below(3) === 0 ? value : null)
  const from = maybe(BEGIN_MS + below(RECORDS) * DAY_MS)
  return {
    ...NOTHING,
    ...{ receipt: below(6) === 0 ? `S01-1-00000${below(10)}` : null, operator: maybe(OPERATORS[below(3)] ?? '03') },
    type: maybe(['sale-paid', 'goods-added', 'approval-given', 'no-such-type'][below(4)] ?? 'sale-paid'),
    order: below(6) === 0 ? [`S01-1-${below(9)}`, `A${below(9)}`][below(2)] : null,
    ...{ amount: maybe(100 * (1 + below(5))) as Wanted['amount'], from }, // whole fen
    to: from === null || below(2) === 0 ? null : from + below(RECORDS) * DAY_MS,
  } as Wanted
}
