import type { Call } from '../driving/asking.ts'

/** A station to be killed, with or without a window. */
export interface Victim {
  /** Null when it is open; else why it is not. */
  readonly start: () => Promise<string | null>
  /** Resolves when the station that was just started begins to read its records, or is dead. One may not say so. */
  readonly reading?: () => Promise<unknown>
  /** The door's answer, or null when the station died first. */
  readonly ask: (call: Call, txn: string) => Promise<string | null>
  /** What the open sale comes to, in fen. */
  readonly due: () => Promise<number>
  /** SIGKILL to main; resolves when it is gone. */
  readonly kill: () => Promise<void>
}

/** Why a station is not open when that was the wish. */
export const KILLED = 'killed while starting'
