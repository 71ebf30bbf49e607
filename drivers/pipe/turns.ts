/** Work on a device, one after another; what is too much is turned away at once, with the other value. */
export interface Turns {
  readonly take: <Value>(work: () => Promise<Value>, tooMuch: () => Value) => Promise<Value>
}

/** `max`: under way and waiting, together. */
export function makeTurns(max: number): Turns {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return {
    take: (work, tooMuch) => {
      if (waiting >= max) return Promise.resolve(tooMuch())
      waiting++
      const mine = last.then(work).finally(() => waiting--)
      last = mine.catch(() => undefined)
      return mine
    },
  }
}
