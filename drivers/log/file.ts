import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Begun anew when it has grown to this; the one before is kept, so that a log takes twice this at the most. */
const BYTES_MAX = 4 * 1024 * 1024

/**
 * A text file for its owner only that lines are added to. What can not be written is dropped: a till must be able to
 * say on its screen that the disk is full, and its log is the lesser loss.
 */
export class LogFile {
  private readonly path: string
  private readonly bytesMax: number
  private open: { readonly descriptor: number; bytes: number } | null = null

  constructor(path: string, bytesMax = BYTES_MAX) {
    this.path = path
    this.bytesMax = bytesMax
  }

  write(line: string): void {
    const bytes = Buffer.from(line)
    try {
      const file = this.withRoomFor(bytes.length)
      file.bytes += writeSync(file.descriptor, bytes)
    } catch {
      // Dropped; the next line is tried again.
    }
  }

  private withRoomFor(bytes: number) {
    this.open ??= openForMore(this.path)
    if (this.open.bytes === 0 || this.open.bytes + bytes <= this.bytesMax) return this.open
    closeSync(this.open.descriptor)
    this.open = null
    renameSync(this.path, `${this.path}.before`)
    this.open = openForMore(this.path)
    return this.open
  }
}

function openForMore(path: string) {
  mkdirSync(dirname(path), { recursive: true })
  const descriptor = openSync(path, 'a', 0o600)
  return { descriptor, bytes: fstatSync(descriptor).size }
}
