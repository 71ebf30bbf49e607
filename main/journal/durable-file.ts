import { Bug } from '#domain/result'
import type { Disk } from '#drivers/disk/port'
import { Low, type Adapter } from 'lowdb'
import type { z } from 'zod'
import { isMissing, writeWhole } from './files.ts'
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'

/**
 * lowdb files that survive a power cut: written beside, flushed, renamed into place, the folder flushed, and the
 * version before kept. A file that was damaged gives the version before; when that is damaged too it is refused,
 * never taken for empty.
 */
export class FileRefused extends Error {
  readonly file: string
  constructor(file: string, why: string) {
    super(why)
    this.file = file
  }
}

interface Stored {
  readonly sha256: string
  readonly data: unknown
}

const isSound = (stored: unknown): stored is Stored =>
  typeof stored === 'object' &&
  stored !== null &&
  'sha256' in stored &&
  'data' in stored &&
  stored.sha256 === sumOf(stored.data)

export const sumOf = (data: unknown): string => createHash('sha256').update(JSON.stringify(data)).digest('hex')

export interface DurableFile<Data> {
  readonly disk: Disk
  readonly path: string
  readonly schema: z.ZodType<Data>
  /** The content where there is no file yet. */
  readonly first: Data
  /** A file that people edit: no checksum, and a broken one is refused, since the one before is not what they want. */
  readonly byHand?: boolean
  /** A file that can be made anew: where no version of it can be read, it begins again with `first`. */
  readonly expendable?: boolean
  /** Told why, where the newest version could not be read and something else stands in. */
  readonly onDamage?: (why: string) => void
}

class DurableAdapter<Data> implements Adapter<Data> {
  private last: Promise<void> = Promise.resolve()
  private readonly disk: Disk
  private readonly path: string
  private readonly file: DurableFile<Data>

  constructor(file: DurableFile<Data>) {
    this.disk = file.disk
    this.path = file.path
    this.file = file
  }

  /** Null where there has never been a file. */
  async read(): Promise<Data | null> {
    const now = await this.readOne(this.path)
    if (now.is === 'sound') return now.data
    const before = await this.readOne(`${this.path}.before`)
    if (before.is === 'sound' && !(now.is === 'broken' && this.file.byHand)) {
      if (now.is === 'broken') this.file.onDamage?.(now.why)
      return before.data
    }
    if (now.is === 'missing' && before.is === 'missing') return null
    const why = now.is === 'broken' ? now.why : before.is === 'broken' ? before.why : 'missing'
    if (!this.file.expendable) throw new FileRefused(this.path, why)
    this.file.onDamage?.(why)
    return null
  }

  /** Durable when it resolves. Writes happen one after another, each whole. */
  write(data: Data): Promise<void> {
    const stored = this.file.byHand ? data : { sha256: sumOf(data), data }
    const bytes = Buffer.from(`${JSON.stringify(stored, null, 2)}\n`)
    const mine = this.last.then(() => this.replace(bytes))
    this.last = mine.catch(() => undefined)
    return mine
  }

  private async replace(bytes: Buffer): Promise<void> {
    const beside = `${this.path}.new`
    await writeWhole(this.disk, beside, bytes)
    // Only a sound version is worth keeping: a damaged one would push the last good one out.
    if ((await this.readOne(this.path)).is === 'sound') await this.disk.rename(this.path, `${this.path}.before`)
    await this.disk.rename(beside, this.path)
    await this.disk.syncFolder(dirname(this.path))
  }

  private async readOne(path: string): Promise<Read<Data>> {
    let bytes: Buffer
    try {
      bytes = await this.disk.read(path)
    } catch (cause) {
      if (isMissing(cause)) return { is: 'missing' }
      throw cause
    }
    return this.parse(bytes.toString())
  }

  private parse(text: string): Read<Data> {
    try {
      const stored: unknown = JSON.parse(text)
      if (!this.file.byHand && !isSound(stored)) return { is: 'broken', why: 'checksum' }
      const read = this.file.schema.safeParse(isSound(stored) ? stored.data : stored)
      if (read.success) return { is: 'sound', data: read.data }
      const [issue] = read.error.issues
      return { is: 'broken', why: issue ? `${issue.path.join('.')}: ${issue.message}` : 'shape' }
    } catch {
      return { is: 'broken', why: 'not JSON' }
    }
  }
}

type Read<Data> =
  | { readonly is: 'sound'; readonly data: Data }
  | { readonly is: 'missing' }
  | { readonly is: 'broken'; readonly why: string }

/** Opens the file. Refuses a damaged one by throwing FileRefused. */
export async function durableFile<Data>(file: DurableFile<Data>): Promise<Low<Data>> {
  if (!file.schema.safeParse(file.first).success) throw new Bug(`the first content of ${file.path} does not fit`)
  // A copy: whoever changes the data must not change what the next file begins with.
  const low = new Low(new DurableAdapter(file), structuredClone(file.first))
  await low.read()
  return low
}
