import type { Random } from '#drivers/random/port'

export interface BackOffParts {
  /** Before the second try, and at most. */
  readonly firstMs: number
  readonly mostMs: number
  /** Where many try at the same moment: each waits up to half less, by chance. */
  readonly random?: Pick<Random, 'below'>
}

/** How long to wait between two tries: each time twice as long, up to the longest. */
export class BackOff {
  private readonly parts: BackOffParts
  private failures = 0

  constructor(parts: BackOffParts) {
    this.parts = parts
  }

  worked(): void {
    this.failures = 0
  }

  nextMs(): number {
    const { firstMs, mostMs, random } = this.parts
    const ms = Math.min(firstMs * 2 ** this.failures++, mostMs)
    return random ? ms - random.below(Math.ceil(ms / 2)) : ms
  }
}
