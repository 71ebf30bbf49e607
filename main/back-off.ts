import type { Random } from '#drivers/random/port'

/** Between two tries, each time twice as long up to the longest, less up to half by chance: not all tills at once. */
const AGAIN_MS = 50
const AGAIN_MAX_MS = 60_000

export class BackOff {
  private readonly random: Pick<Random, 'below'>
  private failures = 0

  constructor(random: Pick<Random, 'below'>) {
    this.random = random
  }

  worked(): void {
    this.failures = 0
  }

  /** How long to wait before the next try. */
  nextMs(): number {
    const ms = Math.min(AGAIN_MS * 2 ** this.failures++, AGAIN_MAX_MS)
    return ms - this.random.below(Math.ceil(ms / 2))
  }
}
