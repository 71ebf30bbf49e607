/** Keeps a second station off a data folder. Freed when the process ends, however it ends. */
export interface Lock {
  /** Called when a second start knocks: somebody wants to see this window. */
  readonly onKnock: (listener: () => void) => void
  readonly free: () => Promise<void>
}

/** `taken`: another process holds it, and has been knocked for. */
export type Claim = { readonly is: 'held'; readonly lock: Lock } | { readonly is: 'taken' }
