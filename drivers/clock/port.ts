/** The time of day and the passing of time: the only place either comes from. */
export interface Clock {
  /** Milliseconds since 1970, UTC. May jump: the machine's clock is somebody's to set. */
  readonly nowMs: () => number
  /** Milliseconds since some moment before the program began: only goes forward, however the clock is set. */
  readonly elapsedMs: () => number
  /** Resolves after `ms`; rejects with the signal's reason if it is aborted first. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
}
