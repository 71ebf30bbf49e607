import type { Clock } from '#drivers/clock/port'

/**
 * Where a customer's payment code comes from: the next thing that is scanned while one is asked for. Codes are in
 * memory alone, and for as long as one order takes.
 */
export interface CodeDesk {
  /** Asks for one. Never rejects. */
  readonly ask: (noMore: AbortSignal) => Promise<Shown>
  /** Whether one is asked for just now. */
  readonly isAsking: () => boolean
  /** Called when that changes. */
  readonly onChange: (listener: () => void) => void
  /** What was scanned or typed. `none`: nothing is asked for · `no-code`: it is none, and one is asked for still. */
  readonly take: (text: string) => 'taken' | 'none' | 'no-code'
  /** The customer scans ours instead. False: nothing was asked for. */
  readonly showOurs: () => boolean
}

/** `ours`: the customer scans the shop's · `late`: nobody showed one in time · `given-up`: nobody waits any more. */
export type Shown = { readonly is: 'code'; readonly code: string } | { readonly is: 'ours' | 'late' | 'given-up' }

/** A customer takes out a telephone and opens a wallet. */
export const CODE_MS = 90_000

export interface CodeDeskParts extends Pick<Clock, 'wait'> {
  readonly isCode: (text: string) => boolean
}

export function makeCodeDesk({ wait, isCode }: CodeDeskParts): CodeDesk {
  const listeners: (() => void)[] = []
  let give: ((shown: Shown) => void) | null = null
  const turn = (next: typeof give): void => {
    give = next
    for (const listener of listeners) listener()
  }
  const given = (shown: Shown): boolean => {
    if (!give) return false
    give(shown)
    return true
  }
  return {
    ask: async (noMore) => {
      // One customer pays at a time.
      if (give) return { is: 'given-up' }
      const over = new AbortController()
      const shown = new Promise<Shown>((resolve) => turn(resolve))
      const limit = wait(CODE_MS, AbortSignal.any([noMore, over.signal])).then(
        (): Shown => ({ is: 'late' }),
        (): Shown => ({ is: 'given-up' }),
      )
      const first = await Promise.race([shown, limit])
      over.abort()
      turn(null)
      return first
    },
    isAsking: () => give !== null,
    onChange: (listener) => void listeners.push(listener),
    take: (text) => {
      if (!give) return 'none'
      const code = text.trim()
      return isCode(code) && given({ is: 'code', code }) ? 'taken' : 'no-code'
    },
    showOurs: () => given({ is: 'ours' }),
  }
}
