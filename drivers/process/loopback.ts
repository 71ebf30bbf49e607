import { makeEnding } from '../pipe/ending.ts'
import type { Parent, StartChild } from './port.ts'

/**
 * A process that is none: both ends in this program, and as easily killed. `run` is what it would do; it gives what
 * ends it, as the system ends a process that is killed.
 */
export const makeLoopback =
  (run: (parent: Parent) => () => void): StartChild =>
  () => {
    const toParent: ((text: string) => void)[] = []
    const toChild: ((text: string) => void)[] = []
    const { onEnd, end, isOver } = makeEnding()
    let letGo: () => void = () => undefined
    onEnd(() => letGo())
    // As a process begins only after whoever started it has gone on.
    queueMicrotask(() => {
      if (isOver()) return
      letGo = run({
        send: (text) => {
          if (!isOver()) for (const tell of toParent) tell(text)
        },
        onText: (listener) => void toChild.push(listener),
      })
    })
    return {
      send: (text) => {
        if (!isOver()) for (const tell of toChild) tell(text)
      },
      onText: (listener) => void toParent.push(listener),
      onEnd,
      kill: end,
    }
  }
