import type { Supervised } from '#drivers/process/supervised'

/** The process that drives what is plugged in: begun when the first thing is asked of it. */
export interface Program {
  /** Begins it where it does not run yet. */
  readonly begin: () => Supervised
  /** Null while nothing was asked of it. */
  readonly running: () => Supervised | null
  readonly onBegun: (listener: (process: Supervised) => void) => void
  readonly stop: () => void
}

export function makeProgram(start: () => Supervised): Program {
  const listeners: ((process: Supervised) => void)[] = []
  let running: Supervised | null = null
  return {
    begin: () => {
      if (running) return running
      running = start()
      for (const tell of listeners) tell(running)
      return running
    },
    running: () => running,
    onBegun: (listener) => void listeners.push(listener),
    stop: () => running?.stop(),
  }
}
