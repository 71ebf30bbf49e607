import { makeVirtualRandom } from '#drivers/random/virtual'
import type { Random } from '#drivers/random/port'
import { verifyFolder } from '#journal/verify'
import { pick } from '../simulation/drawing.ts'
import { draft, JOURNAL_FOLDER, makeJournalBox, openOn, WITNESS } from '../world/journals.ts'
import { stillOf } from './looking.ts'
import { readJournal, type ReadRecord } from './reader.ts'
import { dirname, join } from 'node:path'

/**
 * Damages to a journal that was closed well: what a failing disk, a person with an editor and a person who copies files
 * about may do. Each must be found by verifying and refused at opening, and both must name the same place.
 */
type Files = Map<string, Buffer>

interface Closed {
  readonly files: ReadonlyMap<string, Buffer>
  readonly records: readonly ReadRecord[]
  /** The journal's files, in order. */
  readonly paths: readonly string[]
}

interface Damage {
  readonly files: Files
  /** The first record that is not as it was, or that vouches for what is not. */
  readonly sequence: number
}

const RECORDS = 45
const SEGMENT_BYTES = 4_000

type Kind = keyof typeof KINDS
const KINDS = {
  'a byte flipped': ({ journal, random }) => changeByte(journal, random, (byte) => [byte ^ (1 + random.below(255))]),
  'a byte gone': ({ journal, random }) => changeByte(journal, random, () => []),
  'a byte too many': ({ journal, random }) => changeByte(journal, random, (byte) => [random.below(256), byte]),
  'a line gone': ({ journal, random }) => {
    const line = drawn(random, journal.records)
    return { files: withLine(journal, line, []), sequence: line.seq }
  },
  'a line twice': ({ journal, random }) => {
    const [line, before] = [drawn(random, journal.records), drawn(random, journal.records)]
    const files = withLine(journal, before, [textOf(journal, line), textOf(journal, before)])
    return { files, sequence: Math.min(line.seq, before.seq) }
  },
  'a line again at the end': ({ journal, random }) => {
    const [line, end] = [drawn(random, journal.records), drawn(random, journal.records.slice(-1))]
    return { files: withLine(journal, end, [textOf(journal, end), textOf(journal, line)]), sequence: line.seq }
  },
  'two lines swapped': ({ journal, random }) => {
    const [one, other] = twoOf(random, journal.records)
    const files = withLine(journal, other, [textOf(journal, one)])
    return { files: withLine({ ...journal, files }, one, [textOf(journal, other)]), sequence: one.seq }
  },
  'a file gone': ({ journal, random }) => {
    const path = drawn(random, journal.paths)
    const files = new Map(journal.files)
    files.delete(path)
    return { files, sequence: firstOf(journal, path) }
  },
  'two files swapped': ({ journal, random }) => {
    const [one, other] = twoOf(random, journal.paths)
    const files = new Map(journal.files)
    files.set(one, bytesOf(journal, other)).set(other, bytesOf(journal, one))
    return { files, sequence: firstOf(journal, one) }
  },
  'a file renamed': ({ journal, random }) => {
    const path = drawn(random, journal.paths)
    const files = new Map(journal.files)
    files.delete(path)
    const sequence = firstOf(journal, path)
    const name = String(sequence + 1 + random.below(3)).padStart(16, '0')
    return { files: files.set(join(JOURNAL_FOLDER, `${name}.jsonl`), bytesOf(journal, path)), sequence }
  },
  'a file cut anywhere': ({ journal, random }) => {
    const line = drawn(random, journal.records)
    return cut(journal, line, line.at + random.below(line.bytes))
  },
  'a file cut between lines': ({ journal, random }) => {
    const line = drawn(random, journal.records)
    return cut(journal, line, line.at)
  },
  'another journal': ({ other }) => ({ files: new Map(other.files), sequence: RECORDS }),
  'another journal, shorter': ({ other, random }) => {
    const line = drawn(random, other.records.slice(1))
    const files = cut(other, line, line.at).files
    for (const path of other.paths) if (firstOf(other, path) > line.seq) files.delete(path)
    return { files, sequence: line.seq }
  },
  'a file of another journal': ({ journal, other, random }) => {
    const path = drawn(random, journal.paths)
    const files = new Map(journal.files).set(path, bytesOf(other, path))
    // The first record of all continues none: there it is the next file that does not go on.
    const first = path === journal.paths[0] ? (journal.paths[1] ?? path) : path
    return { files, sequence: firstOf(journal, first) }
  },
} as const satisfies Record<string, (made: Made) => Damage>

interface Made {
  readonly journal: Closed
  /** One with as many records of the same lengths that were made at another time. */
  readonly other: Closed
  readonly random: Random
}

/** Gives what was damaged, by kind, and a sentence for each damage that was not found, refused or named. */
export async function damageMany(count: number, seed: number) {
  const random = makeVirtualRandom(seed)
  const [journal, other] = [await closed(1), await closed(2)]
  const tally = new Map<Kind, number>()
  const wrong: string[] = []
  const kinds = Object.keys(KINDS) as Kind[] // its own keys
  for (let n = 0; n < count; n++) {
    const kind = kinds[n % kinds.length] ?? 'a byte flipped'
    const damage = KINDS[kind]({
      journal,
      other: kind.startsWith('another') ? withWitnessOf(other, journal) : other,
      random,
    })
    tally.set(kind, (tally.get(kind) ?? 0) + 1)
    const what = await judge(damage)
    if (what !== null) wrong.push(`${n} ${kind} at ${damage.sequence}: ${what}`)
  }
  return { tally, wrong }
}

/** Null where the damage is found, refused and named as it must be. On a disk that can not be written. */
async function judge({ files, sequence }: Damage): Promise<string | null> {
  const disk = stillOf(files)
  const [fault] = (await verifyFolder(disk, JOURNAL_FOLDER)).faults
  if (!fault) return 'verifying finds nothing'
  const opened = await openOn(disk, JOURNAL_FOLDER)
  if (opened.is === 'open') return 'it opens'
  const { refusal } = opened
  if (refusal.is === 'disk') return `opening would have changed ${refusal.file}`
  const agree = refusal.sequence === fault.sequence && (refusal.is === 'truncated' || refusal.file === fault.file)
  if (fault.sequence !== sequence) return `verifying names ${fault.sequence} (${fault.kind})`
  return agree ? null : `opening says ${JSON.stringify(refusal)}`
}

async function closed(minute: number): Promise<Closed> {
  const box = makeJournalBox({ segmentBytes: SEGMENT_BYTES })
  const journal = await box.mustOpen()
  for (let n = 1; n <= RECORDS; n++) await journal.append({ ...draft(n), ts: draft(n).ts + minute * 60_000 })
  await journal.close()
  const files = box.disk.files()
  const { records } = readJournal(files)
  return { files, records, paths: [...new Set(records.map(({ file }) => file))] }
}

/** The journal exchanged beside a witness that stayed. */
function withWitnessOf(other: Closed, journal: Closed): Closed {
  const isWitness = ([path]: readonly [string, Buffer]) => path.startsWith(dirname(WITNESS))
  const [records, witness] = [[...other.files].filter((one) => !isWitness(one)), [...journal.files].filter(isWitness)]
  return { ...other, files: new Map([...records, ...witness]) }
}

function drawn<Value>(random: Random, values: readonly Value[]): Value {
  const value = pick(random, values)
  if (value === undefined) throw new Error('there is nothing to draw from')
  return value
}

/** Two different ones, in order. */
function twoOf<Value>(random: Random, values: readonly Value[]): [Value, Value] {
  const at = random.below(values.length - 1)
  return [drawn(random, values.slice(at, at + 1)), drawn(random, values.slice(at + 1))]
}

const bytesOf = ({ files }: Pick<Closed, 'files'>, path: string): Buffer => files.get(path) ?? Buffer.alloc(0)
const firstOf = ({ records }: Closed, path: string): number => records.find(({ file }) => file === path)?.seq ?? 0
const textOf = (journal: Closed, { file, at, bytes }: ReadRecord): Buffer =>
  bytesOf(journal, file).subarray(at, at + bytes)

/** With these texts where the line is. */
function withLine(journal: Closed, { file, at, bytes }: ReadRecord, texts: readonly Uint8Array[]): Files {
  const all = bytesOf(journal, file)
  return new Map(journal.files).set(file, Buffer.concat([all.subarray(0, at), ...texts, all.subarray(at + bytes)]))
}

function changeByte(journal: Closed, random: Random, change: (byte: number) => readonly number[]): Damage {
  const line = drawn(random, journal.records)
  const text = textOf(journal, line)
  const at = random.below(text.length)
  const changed = Buffer.concat([text.subarray(0, at), Buffer.from(change(text[at] ?? 0)), text.subarray(at + 1)])
  return { files: withLine(journal, line, [changed]), sequence: line.seq }
}

const cut = (journal: Closed, { file, seq }: ReadRecord, size: number): Damage => ({
  files: new Map(journal.files).set(file, bytesOf(journal, file).subarray(0, size)),
  sequence: seq,
})
