/** What a gadget has to say at one pipe in: transfers in order, taken as the host asks for them. */
export interface Outbox {
  readonly give: (transfer: Uint8Array) => void
  /** The next, at most so long; the rest of a longer one comes next. Rejects when it is stopped. */
  readonly next: (bytes: number, stop: AbortSignal) => Promise<Uint8Array>
}

/** `kept`: more than that is thrown away, the oldest first. */
export function makeOutbox(kept: number): Outbox {
  const transfers: Uint8Array[] = []
  let wake: () => void = () => undefined
  return {
    give: (transfer) => {
      transfers.push(transfer)
      transfers.splice(0, transfers.length - kept)
      wake()
    },
    next: async (bytes, stop) => {
      while (transfers.length === 0) {
        stop.throwIfAborted()
        const ended = new AbortController()
        await new Promise<void>((resolve) => {
          wake = resolve
          stop.addEventListener('abort', () => resolve(), { signal: ended.signal })
        })
        ended.abort()
      }
      stop.throwIfAborted()
      const [first = new Uint8Array(0)] = transfers.splice(0, 1)
      if (first.length > bytes) transfers.unshift(first.slice(bytes))
      return first.slice(0, bytes)
    },
  }
}
