/**
 * A process of the station's own beside main, such as the one that drives the devices: a crash there, a native one
 * too, takes down a printer and never the till. Texts go both ways, in order.
 */
export interface Child {
  /** Lost where the process is gone; `onEnd` tells of that. */
  readonly send: (text: string) => void
  readonly onText: (listener: (text: string) => void) => void
  /** It is gone, whatever ended it; told once, also to who asks later. */
  readonly onEnd: (listener: () => void) => void
  /** Ends it at once. */
  readonly kill: () => void
}
export type StartChild = () => Child

/** What is said to main from inside that process. */
export interface Parent {
  readonly send: (text: string) => void
  readonly onText: (listener: (text: string) => void) => void
}

/**
 * Environment of that process. libuv has four threads for all that waits in the system, unless it is told otherwise,
 * and a serial line that is stuck holds one for 30 seconds as it is closed (`pipe/serial.ts`): with four of those even
 * the list of what is plugged in would wait.
 */
export const CHILD_ENVIRONMENT = { UV_THREADPOOL_SIZE: '16' }
