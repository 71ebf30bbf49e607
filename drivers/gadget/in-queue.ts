/** What a gadget has to say at one pipe in, kept until the host fetches it. */
export interface InQueue {
  readonly put: (bytes: Uint8Array) => void
  /** The next transfer, at most so long; waits, which is a NAK, and rejects when it is stopped. */
  readonly next: (bytes: number, stop: AbortSignal) => Promise<Uint8Array>
  readonly clear: () => void
}

/** As much as a device's own memory might hold; what is beyond is lost, the newest first. */
const KEPT_BYTES_MAX = 65_536

export function makeInQueue(): InQueue {
  let kept = Buffer.alloc(0)
  let wake: () => void = () => undefined
  return {
    put: (bytes) => {
      kept = Buffer.concat([kept, bytes]).subarray(0, KEPT_BYTES_MAX)
      wake()
    },
    next: async (bytes, stop) => {
      while (kept.length === 0) {
        stop.throwIfAborted()
        await new Promise<void>((resolve, reject) => {
          wake = resolve
          stop.addEventListener('abort', () => reject(stop.reason as Error), { once: true }) // what its owner said
        })
      }
      const taken = kept.subarray(0, bytes)
      kept = kept.subarray(taken.length)
      return taken
    },
    clear: () => {
      kept = Buffer.alloc(0)
    },
  }
}
