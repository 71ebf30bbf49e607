import type { Clock } from '#drivers/clock/port'
import type { Disk } from '#drivers/disk/port'
import type { Random } from '#drivers/random/port'
import { readJournalName } from '#journal/epoch'
import { sealed } from './chunks.ts'
import { carriedPiece, type Carried } from './carried.ts'
import { contentsOf, entriesOf, type Head, type Piece } from './contents.ts'
import { written } from './entries.ts'
import { formatHeader, newHeader, TRAILER, type Header } from './format.ts'
import { KEY_BYTES, wrapKey } from './keys.ts'
import { ending, Refuse, type Ended } from './refusal.ts'
import type { Recipient } from './settings.ts'
import { backupName, clearShelf, removeFiles } from './shelf.ts'
import { openBackup, tryOut } from './unpack.ts'
import { join } from 'node:path'

/** How far it has come; in bytes of what is packed, twice: once to pack and once to unpack again. */
export interface Progress {
  readonly at: 'packing' | 'trying'
  readonly done: number
  readonly of: number
}

/** Left free for the station beside a backup: it must be able to sell on. */
export const SPARE_BYTES = 64 * 1_048_576

export interface MakingParts {
  readonly disk: Disk
  readonly clock: Clock
  readonly random: Random
  /** The station's data folder. */
  readonly folder: string
  /** Where backups go. It is not made: that a medium is not there must not fill the disk beneath it. */
  readonly to: string
  /** Each tidies up only after itself, so that the station and a command may be at it together. */
  readonly by: 'station' | 'command'
  readonly recipient: Recipient
  /** How many of this station stay. */
  readonly keep: number
  /** The station and epoch of the last record, such as `01-e1`, and that record. */
  readonly journal: string
  readonly head: Head
  /** What it carries besides for whoever is to sign in. */
  readonly carried?: () => Carried
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

export interface Made {
  readonly file: string
  readonly head: Head
  readonly bytes: number
  /** Older ones removed. */
  readonly removed: number
}

export const scratchOf = (folder: string, by: MakingParts['by']): string => join(folder, `trying-${by}`)

/**
 * Makes a backup beside a station that may be selling: of the journal up to `head`, which is on the disk, and the
 * settings. It gets its name only when it has been unpacked again and verified, and only then do old ones go.
 */
export function makeBackup(parts: MakingParts): Promise<Ended<Made>> {
  const { disk, to, by } = parts
  const suffix = `.backup.${by}.part`
  return ending(async () => {
    const own = `station-${stationOf(parts)}-`
    const tidy = () => removeFiles(disk, to, (name) => name.startsWith(own) && name.endsWith(suffix))
    await disk.list(to)
    await tidy()
    try {
      return await make(parts, suffix)
    } catch (cause) {
      // What is left is removed before the next one is made.
      await tidy().catch(() => undefined)
      throw cause
    }
  }, parts.signal)
}

async function make(parts: MakingParts, suffix: string): Promise<Made> {
  const { disk, folder, to, head, keep, signal, onProgress } = parts
  const pieces = [...(await contentsOf(disk, folder, head)), ...carriedPiece(parts.carried?.() ?? {})]
  const bytes = pieces.reduce((sum, { size }) => sum + size, 0)
  const counter = (at: Progress['at']) => {
    let so = 0
    return (more: number) => onProgress?.({ at, done: (so += more), of: bytes })
  }
  const { header, key } = begin(parts, bytes)
  const name = backupName(header)
  const part = join(to, name.replace(/\.backup$/, suffix))
  await mustHave(disk, to, bytes)
  await write(parts, { part, header, key, pieces, onPiece: counter('packing') })
  await mustHave(disk, folder, bytes)
  const into = scratchOf(folder, parts.by)
  await tryOut({
    ...{ disk, backup: await openBackup(disk, part), key, into, onFile: counter('trying') },
    ...(signal && { signal }),
  })
  const file = join(to, name)
  await disk.rename(part, file)
  await disk.syncFolder(to)
  const station = stationOf(parts)
  const removed = await clearShelf(disk, to, { station, kept: name, keep })
  return { file, head, bytes: await disk.sizeOf(file), removed }
}

const stationOf = ({ journal }: MakingParts): string => readJournalName(journal)?.station ?? ''

/** The keys of this one file, from fresh chance. */
function begin({ clock, random, recipient, journal, head }: MakingParts, bytes: number) {
  const key = random.bytes(KEY_BYTES)
  const header = newHeader({
    ...{ journal, head, createdMs: clock.nowMs(), bytes, recipient: recipient.fingerprint, kdf: recipient.kdf },
    ...wrapKey(key, recipient.publicKey, random.bytes(KEY_BYTES)),
  })
  return { header, key }
}

export async function mustHave(disk: Disk, folder: string, bytes: number): Promise<void> {
  const needed = bytes + SPARE_BYTES
  // A folder that is made later lies on the disk of one that is there.
  const free = await disk.freeBytes(folder)
  if (free < needed) throw new Refuse({ why: 'space', folder, needed, free })
}

interface Writing {
  readonly part: string
  readonly header: Header
  readonly key: Uint8Array
  readonly pieces: readonly Piece[]
  readonly onPiece: (bytes: number) => void
}

async function write(
  { disk, to, signal }: MakingParts,
  { part, header, key, pieces, onPiece }: Writing,
): Promise<void> {
  const { bytes, line } = formatHeader(header)
  const file = await disk.open(part, 'create')
  let at = 0
  const put = async (more: Uint8Array): Promise<void> => {
    signal?.throwIfAborted()
    await file.write(more, at)
    at += more.length
  }
  try {
    await put(bytes)
    for await (const chunk of sealed({ key, header: line }, written(entriesOf(pieces, onPiece)))) await put(chunk)
    await put(TRAILER)
    await file.sync()
  } finally {
    await file.close().catch(() => undefined)
  }
  await disk.syncFolder(to)
}
