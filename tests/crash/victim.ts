/** A station to be killed, with or without a window. */
export interface Victim {
  /** Null when it is open; else why it is not. */
  readonly start: () => Promise<string | null>
  /** The door's answer, or null when the station died first. */
  readonly ask: (text: string) => Promise<string | null>
  /** SIGKILL to main; resolves when it is gone. */
  readonly kill: () => Promise<void>
}
