/**
 * Files and folders, with the one promise that matters to a till: when `sync` or `syncFolder` has resolved, what was
 * written before it is there after a power cut. Everything else may be lost, torn or out of order.
 */
export interface Disk {
  /** Makes a folder and those above it, their names durable; being there already is fine. */
  readonly makeFolder: (path: string) => Promise<void>
  /** Names in a folder, sorted. */
  readonly list: (path: string) => Promise<string[]>
  readonly read: (path: string) => Promise<Buffer>
  /** At most `length` bytes from `position` on: fewer where the file ends. */
  readonly readAt: (path: string, position: number, length: number) => Promise<Buffer>
  readonly sizeOf: (path: string) => Promise<number>
  /** `create` refuses a file that is there (`exists`); `change` refuses one that is not (`missing`). */
  readonly open: (path: string, mode: 'create' | 'change') => Promise<DiskFile>
  /** Replaces what is at `to`, whole or not at all. */
  readonly rename: (from: string, to: string) => Promise<void>
  readonly remove: (path: string) => Promise<void>
  /** Makes the folder's names durable: files made, renamed and removed in it. */
  readonly syncFolder: (path: string) => Promise<void>
  /** Bytes this program may still write where `path` is. */
  readonly freeBytes: (path: string) => Promise<number>
}

export interface DiskFile {
  readonly size: () => Promise<number>
  readonly write: (bytes: Uint8Array, position: number) => Promise<void>
  readonly truncate: (size: number) => Promise<void>
  /** Makes the file's bytes and size durable; its name is the folder's business. */
  readonly sync: () => Promise<void>
  readonly close: () => Promise<void>
}

export type DiskTrouble = 'missing' | 'exists' | 'denied' | 'read-only' | 'full' | 'io'

/** A refused or failed operation. After a failed `write` or `sync`, what the file holds is unknown. */
export class DiskFault extends Error {
  readonly why: DiskTrouble
  readonly path: string
  constructor(why: DiskTrouble, path: string, cause?: unknown) {
    super(`${why}: ${path}`, { cause })
    this.why = why
    this.path = path
  }
}
