import type { Done } from '#domain/result'
import { DiskFault, type DiskTrouble } from '#drivers/disk/port'
import { FileRefused } from '#journal/durable-file'
import { JournalStopped } from '#journal/journal'
import type { JournalFault } from '#journal/survey'
import type { Unreadable } from './format.ts'

/** What a passphrase has at least: it must withstand guessing by whoever has the file. */
export const PASSPHRASE_SIGNS_MIN = 12

/** Why there is no backup, or why it was not restored. Each has its sentence in both languages. */
export type BackupRefusal =
  /** Of a backup file. `wrong-key`: a wrong passphrase, or another key than it was made for. */
  | { readonly why: Unreadable | 'wrong-key'; readonly file: string }
  /** A key file that holds no X25519 key. */
  | { readonly why: 'not-a-key'; readonly file: string }
  | { readonly why: 'short-passphrase' | 'passphrases-differ' }
  /** Nobody has said yet for whom backups are made. */
  | { readonly why: 'no-recipient' }
  /** What people sign in by is sealed by the shell's keychain, which a command does not have. */
  | { readonly why: 'secrets-sealed' }
  /** The journal has no record. */
  | { readonly why: 'nothing' }
  | { readonly why: 'space'; readonly folder: string; readonly needed: number; readonly free: number }
  /** What was unpacked again is not a sound journal up to the head; the fault, where one was named. */
  | { readonly why: 'not-verified'; readonly fault: JournalFault | null }
  | { readonly why: 'cancelled' }
  /** Another command, or the station, is at it. */
  | { readonly why: 'busy'; readonly folder: string }
  | { readonly why: 'file-broken'; readonly file: string; readonly cause: string }
  | { readonly why: 'disk'; readonly path: string; readonly trouble: DiskTrouble }
  /** The folder that was to be restored to holds records already, or settings. */
  | ({ readonly why: 'taken'; readonly folder: string } & Taken)
  | { readonly why: 'epoch'; readonly parent: number }

export interface Taken {
  /** The last epoch of the journal that is there, such as `01-e1`; null where there is none. */
  readonly journal: string | null
  readonly records: number
  readonly seq: number
  /** How many records it goes further than the backup; null where it is another station's. */
  readonly further: number | null
}

export type Ended<Value> = Done<Value> | ({ readonly ok: false } & BackupRefusal)

/** Carries a refusal out of the middle of a stream. */
export class Refuse extends Error {
  readonly refusal: BackupRefusal
  constructor(refusal: BackupRefusal) {
    super(refusal.why)
    this.refusal = refusal
  }
}

/** How work ended that says by throwing that it was refused; anything else it throws is thrown on. */
export async function ending<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Ended<Value>> {
  try {
    return { ok: true, value: await work() }
  } catch (cause) {
    return { ok: false, ...refusalFor(cause, signal) }
  }
}

function refusalFor(cause: unknown, signal: AbortSignal | undefined): BackupRefusal {
  if (cause instanceof Refuse) return cause.refusal
  if (cause instanceof DiskFault) return { why: 'disk', path: cause.path, trouble: cause.why }
  if (cause instanceof FileRefused) return { why: 'file-broken', file: cause.file, cause: cause.message }
  if (cause instanceof JournalStopped) return { why: 'disk', path: 'journal', trouble: cause.trouble }
  if (signal?.aborted === true && cause === signal.reason) return { why: 'cancelled' }
  throw cause
}
