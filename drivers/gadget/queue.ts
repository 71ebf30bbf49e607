/** Transfers that wait until the host fetches them. */
export interface Queue<Transfer = Uint8Array> {
  /** Of what is more than it keeps, one is lost, as in a device whose buffer is full. */
  readonly put: (transfer: Transfer) => void
  readonly next: (stop: AbortSignal) => Promise<Transfer>
  readonly clear: () => void
}

export interface QueueMake {
  readonly kept?: number
  /** Which is lost where there are too many. */
  readonly lost?: 'newest' | 'oldest'
}
const KEPT = 1_024

export function makeQueue<Transfer = Uint8Array>({
  kept: max = KEPT,
  lost = 'newest',
}: QueueMake = {}): Queue<Transfer> {
  const kept: Transfer[] = []
  const waiting: ((transfer: Transfer) => void)[] = []
  return {
    put: (transfer) => {
      const first = waiting.shift()
      if (first) {
        first(transfer)
        return
      }
      if (kept.length >= max && lost === 'newest') return
      kept.push(transfer)
      kept.splice(0, kept.length - max)
    },
    next: (stop) =>
      new Promise((resolve, reject) => {
        if (stop.aborted) {
          reject(stop.reason as Error) // as its owner said
          return
        }
        const [first] = kept.splice(0, 1)
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
    clear: () => void kept.splice(0),
  }
}

/** What a gadget says in bytes at one pipe in: the host takes at most so many at a time, and the rest next. */
export interface Outbox {
  readonly put: (transfer: Uint8Array) => void
  readonly next: (bytes: number, stop: AbortSignal) => Promise<Uint8Array>
  readonly clear: () => void
}

export function makeOutbox(make: QueueMake = {}): Outbox {
  const queue = makeQueue(make)
  let rest: Uint8Array | null = null
  return {
    // With no bytes nothing is said.
    put: (transfer) => {
      if (transfer.length > 0) queue.put(transfer)
    },
    next: async (bytes, stop) => {
      stop.throwIfAborted()
      const transfer = rest ?? (await queue.next(stop))
      rest = transfer.length > bytes ? transfer.slice(bytes) : null
      return transfer.slice(0, bytes)
    },
    clear: () => {
      rest = null
      queue.clear()
    },
  }
}
