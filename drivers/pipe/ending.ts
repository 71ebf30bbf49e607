/** The end of a line, or of a process: told once to each who asks, also to who asks later. */
export interface Ending {
  readonly onEnd: (listener: () => void) => void
  readonly end: () => void
  readonly isOver: () => boolean
}

export function makeEnding(): Ending {
  let isOver = false
  const listeners: (() => void)[] = []
  return {
    onEnd: (listener) => {
      if (isOver) listener()
      else listeners.push(listener)
    },
    end: () => {
      if (isOver) return
      isOver = true
      for (const tell of listeners.splice(0)) tell()
    },
    isOver: () => isOver,
  }
}
