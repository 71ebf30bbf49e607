/** Transfers that wait until the host fetches them. */
export interface Queue<Transfer = Uint8Array> {
  /** What is more than `QUEUED_MAX` is lost, as in a device whose buffer is full. */
  readonly put: (transfer: Transfer) => void
  readonly next: (stop: AbortSignal) => Promise<Transfer>
}
const QUEUED_MAX = 1_024

export function makeQueue<Transfer = Uint8Array>(): Queue<Transfer> {
  const kept: Transfer[] = []
  const waiting: ((transfer: Transfer) => void)[] = []
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
        if (first !== undefined) {
          resolve(first)
          return
        }
        const drop = () => {
          waiting.splice(waiting.indexOf(take), 1)
          reject(stop.reason as Error)
        }
        const take = (transfer: Transfer) => {
          stop.removeEventListener('abort', drop)
          resolve(transfer)
        }
        waiting.push(take)
        stop.addEventListener('abort', drop, { once: true })
      }),
  }
}
