import type { Disk } from '#drivers/disk/port'
import { scanWithPauses } from '#journal/scan'
import { listSegments, type Segment } from '#journal/segments'
import type { Entry } from './entries.ts'
import { Refuse } from './refusal.ts'
import { namesIn, unlessMissing } from '#journal/files'
import { basename, join } from 'node:path'

export interface Head {
  readonly seq: number
  readonly hash: string
}

/** A file of the station that goes into a backup; read when its turn comes, one at a time. */
export interface Piece {
  readonly name: string
  /** As it was when it was listed. */
  readonly size: number
  readonly read: () => Promise<Buffer>
}

const SETTINGS = /^([a-z0-9-]{1,40}\.json)(?:\.before)?$/

/**
 * What a backup holds: the journal up to `head`, and the settings. Never `sealed/` with the station's own secrets (what
 * people sign in by goes along: carried.ts), nor what can be made anew: caches, the window program's files, logs.
 */
export async function contentsOf(disk: Disk, folder: string, head: Head): Promise<Piece[]> {
  if (head.seq === 0) throw new Refuse({ why: 'nothing' })
  const journal = join(folder, 'journal')
  const segments = (await listSegments(disk, journal)).filter(({ first }) => first <= head.seq)
  const last = segments.at(-1)
  const pieces = segments.map(async (segment): Promise<Piece> => {
    const { path } = segment
    const read = () => (segment === last && segment.kept !== 'archived' ? upTo(disk, segment, head) : disk.read(path))
    return { name: `journal/${basename(path)}`, size: await disk.sizeOf(path), read }
  })
  return [...(await Promise.all(pieces)), ...(await settingsOf(disk, join(folder, 'settings')))]
}

/** The station writes on meanwhile: what is behind the head is not known to be on the disk. */
async function upTo(disk: Disk, { path, first }: Segment, head: Head): Promise<Buffer> {
  const bytes = await disk.read(path)
  const { lines } = await scanWithPauses(bytes, { sequence: first, prev: null, journal: null })
  const end = lines.find(({ record, hash }) => record.seq === head.seq && hash === head.hash)
  if (!end) throw new Refuse({ why: 'not-verified', fault: null })
  return bytes.subarray(0, end.at + end.bytes)
}

async function settingsOf(disk: Disk, folder: string): Promise<Piece[]> {
  const names = new Set((await namesIn(disk, folder)).flatMap((name) => SETTINGS.exec(name)?.[1] ?? []))
  const pieces = [...names].map(async (name): Promise<Piece> => {
    const read = () => newest(disk, join(folder, name))
    return { name: `settings/${name}`, size: (await read()).length, read }
  })
  return Promise.all(pieces)
}

/** A file that is just being replaced has for a moment only the version before. */
async function newest(disk: Disk, path: string): Promise<Buffer> {
  const read = (name: string) =>
    disk.read(name).catch((cause: unknown) => {
      unlessMissing(cause)
      return null
    })
  return (await read(path)) ?? (await read(`${path}.before`)) ?? disk.read(path)
}

/** One after the other; `onPiece` is told of each how many bytes it was. */
export async function* entriesOf(pieces: readonly Piece[], onPiece: (bytes: number) => void): AsyncGenerator<Entry> {
  for (const { name, read } of pieces) {
    const bytes = await read()
    yield { name, bytes }
    onPiece(bytes.length)
  }
}
