/** What a gadget has to say at a pipe in, one transfer after the other; the host fetches it when it likes. */
export interface Queue {
  /** False: there is no room, and it is lost, as in a device whose memory is full. */
  readonly put: (transfer: Uint8Array | 'stalled') => boolean
  /** For a gadget's `in`: waits for the next one. What is longer than so many bytes is given in parts. */
  readonly take: (bytes: number, stop: AbortSignal) => Promise<Uint8Array | 'stalled'>
  readonly clear: () => void
}

const TRANSFERS_MAX = 1_024

export function makeQueue(): Queue {
  let waiting: (Uint8Array | 'stalled')[] = []
  let hurry: (() => void) | null = null
  const next = (bytes: number): Uint8Array | 'stalled' | null => {
    const first = waiting.shift()
    if (first === undefined || first === 'stalled' || first.length <= bytes) return first ?? null
    waiting.unshift(first.subarray(bytes))
    return first.subarray(0, bytes)
  }
  return {
    put: (transfer) => {
      if (waiting.length >= TRANSFERS_MAX) return false
      waiting.push(transfer)
      hurry?.()
      return true
    },
    clear: () => {
      waiting = []
    },
    take: (bytes, stop) =>
      new Promise((resolve, reject) => {
        const give = () => {
          const first = next(bytes)
          if (first === null) return
          hurry = null
          stop.removeEventListener('abort', giveUp)
          resolve(first)
        }
        const giveUp = () => {
          hurry = null
          reject(new Error('the host gave up'))
        }
        if (stop.aborted) {
          giveUp()
          return
        }
        stop.addEventListener('abort', giveUp, { once: true })
        hurry = give
        give()
      }),
  }
}
