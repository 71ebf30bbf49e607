/** Lets one thing happen after another, each to its end, in the order they came. */
export interface Turns {
  /** Runs `work` when everything before it has ended, well or badly. */
  readonly take: <Value>(work: () => Promise<Value>) => Promise<Value>
  /** Resolves when nothing is under way and nothing waits. */
  readonly idle: () => Promise<void>
}

export function makeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  async function idle(): Promise<void> {
    const seen = last
    await seen
    if (seen !== last) await idle()
  }
  return {
    take: (work) => {
      const mine = last.then(work)
      // How it ends is told to whoever asked for it; the next one's turn comes all the same.
      last = mine.catch(() => undefined)
      return mine
    },
    idle,
  }
}

/** What follows from an act takes longer than its record: whoever waits for the answer gets it before. */
export const answeredFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
