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
