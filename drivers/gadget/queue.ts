/** Transfers that wait until the host fetches them. */
export interface Queue {
  /** What is more than `QUEUED_MAX` is lost, as in a device whose buffer is full. */
  readonly put: (transfer: Uint8Array) => void
  readonly next: (stop: AbortSignal) => Promise<Uint8Array>
}
const QUEUED_MAX = 1_024

export function makeQueue(): Queue {
  const kept: Uint8Array[] = []
  const waiting: ((transfer: Uint8Array) => void)[] = []
  return {
    put: (transfer) => {
      const first = waiting.shift()
      if (first) first(transfer)
      else if (kept.length < QUEUED_MAX) kept.push(transfer)
    },
    next: (stop) =>
      new Promise((resolve, reject) => {
        if (stop.aborted) {
          reject(stop.reason as Error) // as its owner said
          return
        }
        const first = kept.shift()
        if (first) {
          resolve(first)
          return
        }
        const drop = () => {
          waiting.splice(waiting.indexOf(take), 1)
          reject(stop.reason as Error)
        }
        const take = (transfer: Uint8Array) => {
          stop.removeEventListener('abort', drop)
          resolve(transfer)
        }
        waiting.push(take)
        stop.addEventListener('abort', drop, { once: true })
      }),
  }
}
