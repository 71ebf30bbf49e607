import type { Log } from '#drivers/log/port'

/** What is on the screen but not in the journal: gone after a restart, and nobody's money hangs on it. */
export interface Shown {
  /** Counts changes: a view with a higher one is newer. */
  readonly revision: number
  /** The finished sale that was looked up. */
  readonly found: string | null
  readonly notice: Notice | null
}

export interface Notice {
  /** Never given twice, since a window may see only the newest of many views. */
  readonly serial: number
  readonly why: string
  readonly text: string
}

export interface Session {
  readonly shown: () => Shown
  /** Called after each change. */
  readonly onChange: (listener: () => void) => void
  /** The views are new, because of something outside the session. */
  readonly changed: () => void
  readonly find: (receipt: string | null) => void
  /** Tells the cashier something that no call is waiting for; stays until it is over. */
  readonly notice: (why: string, text: string) => void
  readonly noticeOver: () => void
}

export function makeSession(log: Log): Session {
  const listeners: (() => void)[] = []
  let shown: Shown = { revision: 0, found: null, notice: null }
  let notices = 0
  const change = (what: Partial<Shown>) => {
    shown = { ...shown, ...what, revision: shown.revision + 1 }
    for (const listener of listeners) {
      try {
        listener()
      } catch (cause) {
        // What is on record stays done, and its slip is printed, though a window could not be told.
        log.fault('a view could not be shown', cause)
      }
    }
  }
  return {
    shown: () => shown,
    onChange: (listener) => void listeners.push(listener),
    changed: () => change({}),
    find: (receipt) => change({ found: receipt }),
    notice: (why, text) => change({ notice: { serial: ++notices, why, text } }),
    noticeOver: () => {
      shown = { ...shown, notice: null }
    },
  }
}
