import type { Sentence } from '#domain/sentence'
import { assert } from '#domain/result'
import { report } from '#journal/command'
import { jsonOf } from '#journal/find-command'
import { matches } from '#journal/finding'
import type { Placed } from '#journal/scan'
import { survey, type Survey } from '#journal/survey'
import { ensureIdentity, readIdentity, type Identity } from '../identity.ts'
import { settingsIn } from '../settings.ts'
import type { Asked } from './arguments.ts'
import { makeBookings } from './bookings.ts'
import { BYTE_ORDER_MARK } from './cells.ts'
import type { ExportParts } from './command.ts'
import { bookingText, headerText } from './csv.ts'
import { OUT_SENTENCES } from './sentences.ts'
import { FORMAT, signatureText, type Said } from './signature.ts'
import { openOut, type OutFile } from './writing.ts'
import { basename, join } from 'node:path'

type Export = Extract<Asked, { verb: 'export' }>

/** Rows between two writes to the file: some hundred kilobytes. */
const ROWS_HELD_MAX = 2_000

/** Writes records or bookings out; false where that came to nothing that could be taken for whole. */
export async function exportRecords(asked: Export, data: string, parts: ExportParts): Promise<boolean> {
  const { out: path } = asked
  if (path === null) return (await passThrough(asked, data, parts, null)) !== null
  const tell = ({ zh, en }: Sentence, sign: string) => parts.warn(`${sign} ${zh} / ${en}`)
  const identity = await identityFor(data, parts)
  if (identity === null) {
    tell(OUT_SENTENCES.running(data, ''), '✕')
    return false
  }
  const out = await openOut(parts.disk, path)
  try {
    const passed = await passThrough(asked, data, parts, out)
    if (passed?.journal == null) {
      tell(OUT_SENTENCES[passed ? 'empty' : 'faults'](path, ''), '✕')
      await out.drop()
      return false
    }
    const { journal, from, to, head } = passed
    const at = new Date(parts.clock.nowMs()).toISOString()
    const whole = { format: FORMAT, file: basename(path), ...stationIn(journal), from, to, head, at } as const
    await out.finish((written) => signatureText(ordered({ ...whole, ...written }), identity))
    tell(OUT_SENTENCES.written(path, identity.publicKey), '✓')
    return true
  } catch (cause) {
    await out.drop()
    throw cause
  }
}

/** Null where there is none and a station is just starting: it makes one itself. */
async function identityFor(folder: string, { disk, random, claim }: ExportParts): Promise<Identity | null> {
  const there = await readIdentity({ disk, folder })
  if (there) return there
  // A folder without a journal is none of a station's: nothing is made there.
  await disk.list(join(folder, 'journal'))
  const claimed = await claim(folder)
  if (claimed.is === 'taken') return readIdentity({ disk, folder })
  try {
    return await ensureIdentity({ disk, folder }, random)
  } finally {
    await claimed.lock.free()
  }
}

interface Passed extends Pick<Survey, 'head'>, Pick<Said, 'from' | 'to'> {
  /** Of the last record; null where there is none. */
  readonly journal: string | null
}

/** Reads the journal and puts what was asked for into `out`, or writes it; null where the journal has a fault. */
async function passThrough(
  asked: Export,
  data: string,
  parts: ExportParts,
  out: OutFile | null,
): Promise<Passed | null> {
  const put = out ? out.put : parts.write
  const wants = (line: Placed): boolean => asked.wanted === null || matches(line.record, asked.wanted)
  const product = asked.format === 'csv' ? await asTable(asked, data, parts, put) : asLines(put)
  let [from, to, journal]: [number | null, number | null, string | null] = [null, null, null]
  const found = await survey({
    ...{ disk: parts.disk, folder: join(data, 'journal'), journal: null },
    onRecord: (line) => {
      const wanted = wants(line)
      product.take(line, wanted)
      journal = line.record.j
      if (!wanted) return
      from ??= line.record.seq
      to = line.record.seq
    },
    onSegment: async () => out?.flush(),
  })
  const { faults, head, witness } = found
  for (const line of report({ ...found, witness: witness.is })) parts.warn(line)
  if (faults.length > 0) return null
  await product.end(async () => out?.flush())
  return { from, to, journal, head }
}

/** What is made of the records. */
interface Product {
  readonly take: (line: Placed, wanted: boolean) => void
  readonly end: (flush: () => Promise<void>) => Promise<void>
}

const asLines = (put: (text: string) => void): Product => ({
  take: (line, wanted) => {
    if (wanted) put(`${jsonOf(line.record)}\n`)
  },
  end: () => Promise.resolve(),
})

async function asTable(
  { wanted }: Export,
  data: string,
  { disk }: ExportParts,
  put: (text: string) => void,
): Promise<Product> {
  const { timeZone } = (await settingsIn(disk, data)).data
  const { from, to } = wanted ?? { from: null, to: null }
  const bookings = makeBookings((atMs) => atMs >= (from ?? atMs) && atMs <= (to ?? atMs))
  return {
    take: bookings.take,
    end: async (flush) => {
      put(`${BYTE_ORDER_MARK}${headerText()}`)
      let held = 0
      for (const booking of bookings.rows()) {
        put(bookingText(booking, { timeZone, nameOf: bookings.nameOf }))
        if (++held % ROWS_HELD_MAX === 0) await flush()
      }
    },
  }
}

/** `01-e1` is station 01 in its first epoch. */
function stationIn(journal: string): Pick<Said, 'station' | 'epoch'> {
  const [, station, epoch] = /^(.+)-e(\d+)$/.exec(journal) ?? []
  assert(station !== undefined, `${journal} names no station`)
  return { station, epoch: Number(epoch) }
}

/** One order of the fields, for those who read it. */
const ordered = (said: Omit<Said, 'publicKey'>): Omit<Said, 'publicKey'> => {
  const { format, file, sha256, bytes, station, epoch, from, to, head, at } = said
  return { format, file, sha256, bytes, station, epoch, from, to, head, at }
}
