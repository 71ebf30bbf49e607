import { assert, never } from '#domain/result'
import type { Cache } from '#drivers/cache/port'
import type { Disk } from '#drivers/disk/port'
import type { Placed } from '#journal/scan'
import { listSegments, type Segment } from '#journal/segments'
import { survey, type JournalFault, type SurveyParts } from '#journal/survey'
import type { Storeroom } from '../storeroom/storeroom.ts'
import { Anew, NotUnderstood } from './anew.ts'
import type { Found } from './checked.ts'
import { compareSales, isSameTill } from './comparing.ts'
import { basename } from 'node:path'

/** How far it has come. `percent` goes by bytes of the journal. */
export interface CheckProgress {
  readonly at: 'reading' | 'comparing'
  readonly percent: number
}

export interface CheckParts {
  readonly disk: Disk
  /** Of the journal. */
  readonly folder: string
  /** A record that is on the disk: all up to it must be there. */
  readonly durable: { readonly seq: number; readonly hash: string }
  /** The station's own, and the cache it keeps things in. It moves on meanwhile. */
  readonly storeroom: Pick<Storeroom, 'keptTo'>
  readonly cache: Cache
  readonly openScratchCache: () => Cache
  /** Aborted, it throws the signal's reason within a slice. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: CheckProgress) => void
}

/** Records folded between two pauses: some milliseconds' worth. */
const RECORDS_TOGETHER = 50
/** A till makes a hundred records in minutes, and catching up with them takes a moment. */
const CATCH_UPS_MAX = 20

/**
 * Reads the whole journal while the station goes on, across its archives and epochs, and then holds the station's own
 * cache against what the journal says: the sales it holds and its checkpoint, each while both have come to the same
 * record. Throws DiskFault, ScratchFault, and what the signal was aborted with.
 */
export async function checkRecords(parts: CheckParts): Promise<{ readonly records: number; readonly found: Found }> {
  const scratch = parts.openScratchCache()
  try {
    const check = new Check(parts, scratch)
    return { found: await check.found(), records: check.records }
  } finally {
    scratch.close()
  }
}

class Faulty extends Error {
  readonly faults: readonly JournalFault[]
  constructor(faults: readonly JournalFault[]) {
    super('the journal has a fault')
    this.faults = faults
  }
}

class Check {
  records = 0
  private readonly anew: Anew
  private readonly parts: CheckParts
  private readonly scratch: Cache
  private bytes: ReadonlyMap<number, number> = new Map()

  constructor(parts: CheckParts, scratch: Cache) {
    this.parts = parts
    this.scratch = scratch
    this.anew = new Anew(scratch)
  }

  async found(): Promise<Found> {
    try {
      await this.readAll()
      return await this.compareAll()
    } catch (cause) {
      if (cause instanceof NotUnderstood) return { is: 'not-understood', sequence: cause.sequence }
      if (!(cause instanceof Faulty)) throw cause
      const [first] = cause.faults
      assert(first !== undefined, 'a faulty journal has a fault')
      const { kind, sequence, last, file } = first
      return { is: 'fault', faults: cause.faults.length, first: { kind, sequence, last, file: basename(file) } }
    }
  }

  private async readAll(): Promise<void> {
    const { disk, folder, durable } = this.parts
    const segments = await listSegments(disk, folder)
    const sizes = segments.map(async ({ path, first }) => [first, await disk.sizeOf(path)] as const)
    this.bytes = new Map(await Promise.all(sizes))
    await this.read({
      durable,
      onLines: (lines, segment, segmentBytes) => {
        this.tellRead(segment, (lines[0]?.at ?? 0) / segmentBytes)
        return this.take(lines, segment)
      },
    })
  }

  private async read(own: Pick<SurveyParts, 'durable' | 'from' | 'onLines'>): Promise<void> {
    const { disk, folder, signal } = this.parts
    const { records, faults } = await survey({ disk, folder, journal: null, signal, ...own })
    this.records = records
    if (faults.length > 0) throw new Faulty(faults)
  }

  /** Folds as far as the station's cache has come: both are to be at the same record. */
  private async take(lines: readonly Placed[], segment: Segment): Promise<void> {
    for (const [nth, line] of lines.entries()) {
      if (nth % RECORDS_TOGETHER === 0) await this.pause()
      const { seq } = line.record
      if (seq === this.anew.seq + 1 && seq <= (this.parts.storeroom.keptTo() ?? 0)) this.anew.fold(line, segment)
    }
  }

  private tellRead({ first }: Segment, share: number): void {
    const sizes = [...this.bytes]
    const sumOf = (some: typeof sizes) => some.reduce((sum, [, size]) => sum + size, 0)
    const all = sumOf(sizes)
    const read = sumOf(sizes.filter(([each]) => each < first)) + share * (this.bytes.get(first) ?? 0)
    this.parts.onProgress({ at: 'reading', percent: all === 0 ? 0 : Math.floor((read * WHOLE) / all) })
  }

  private async compareAll(): Promise<Found> {
    const { cache, onProgress } = this.parts
    onProgress({ at: 'comparing', percent: WHOLE - 1 })
    let after = ''
    let sales = 0
    for (;;) {
      await this.pause()
      if (!(await this.catchUp())) return { is: 'sound', sales: null }
      // Nothing waits from here on, so the station's cache stays where it is.
      const compared = compareSales(cache, this.scratch, after)
      switch (compared.is) {
        case 'so-far':
          after = compared.receipt
          sales += compared.sales
          break
        case 'differs':
          return { is: 'cache', receipt: compared.receipt }
        case 'end':
          return isSameTill(cache, this.anew) ? { is: 'sound', sales } : { is: 'cache', receipt: null }
        default:
          never(compared)
      }
    }
  }

  /** Until both have come to the same record; false where the station's cache can not be used any more. */
  private async catchUp(): Promise<boolean> {
    for (let times = 0; times < CATCH_UPS_MAX; times++) {
      const kept = this.parts.storeroom.keptTo()
      if (kept === null) return false
      if (kept === this.anew.seq) {
        this.anew.putAway()
        return true
      }
      await this.read({
        from: this.anew.known,
        onLines: (lines, segment) => this.take(lines, segment),
      })
    }
    throw new Error('the records come faster than they can be read')
  }

  /** Whoever sells goes first. */
  private async pause(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    this.parts.signal.throwIfAborted()
  }
}

const WHOLE = 100
