import { handedOn, type Scanner } from './port.ts'

export interface VirtualScanner extends Scanner {
  /** Holds a code under the scanner. */
  readonly scan: (code: string) => void
}

export function makeVirtualScanner(): VirtualScanner {
  const listeners: ((code: string) => void)[] = []
  return {
    status: () => 'ready',
    onScan: (listener) => void listeners.push(listener),
    scan: (code) => {
      for (const listener of listeners) listener(handedOn(code))
    },
  }
}
