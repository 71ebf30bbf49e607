import { KEPT_BYTES_MAX } from './port.ts'

/** What comes in on a line, for its one listener; kept, within a bound, while there is none yet. */
export interface Outlet {
  readonly listen: (listener: (bytes: Uint8Array) => void) => void
  readonly give: (bytes: Uint8Array) => void
}

export function makeOutlet(): Outlet {
  let heard: ((bytes: Uint8Array) => void) | null = null
  let kept: Uint8Array[] = []
  let keptBytes = 0
  return {
    listen: (listener) => {
      heard = listener
      const before = kept
      kept = []
      for (const bytes of before) listener(bytes)
    },
    give: (bytes) => {
      if (heard) {
        heard(bytes)
        return
      }
      keptBytes += bytes.length
      if (keptBytes <= KEPT_BYTES_MAX) kept.push(bytes)
    },
  }
}
