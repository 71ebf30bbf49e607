import type { PaymentEvent } from '#domain/payment'
import { openPayments, type KeptPayment } from '#domain/payments'
import { makeVirtualCache } from '#drivers/cache/virtual'
import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeVirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import type { Counter } from './counter.ts'

export const MINUTE_MS = 60_000
const MORNING_MS = Date.UTC(2026, 4, 4, 1)
/** Quiet is waited for so many times: what a start of its own still has to find out takes the second. */
const QUIETS = 2

/** How many moves a morning has, how long there is between them, of three times once long, and what settles it all. */
export interface Rhythm {
  readonly moves: number
  readonly shortMs: number
  readonly longMs: number
  readonly quietMs: number
}

/** A till's morning from a seed, on a disk that loses power: moves are drawn, it starts where it died, and rests. */
export abstract class Morning {
  readonly tally = new Map<string, number>()
  protected readonly random
  protected readonly clock = makeVirtualClock(MORNING_MS)
  protected readonly disk
  protected readonly cache
  protected counter: Counter | null = null
  private isKilled = false
  protected abstract readonly rhythm: Rhythm

  constructor(seed: number) {
    this.random = makeVirtualRandom(seed)
    this.disk = makeVirtualDisk(makeVirtualRandom(seed ^ 0x5eed).below)
    this.cache = makeVirtualCache(makeVirtualRandom(seed ^ 0xcac4e).below)
  }

  /** What happens next. */
  protected abstract move(): Promise<void>
  /** From here on the lines are bad, or good. */
  protected abstract setFoul(isFoul: boolean): void
  /** The till on the disk as it is; null where the disk fails meanwhile. */
  protected abstract started(): Promise<Counter | null>
  /** What comes right after a start. */
  protected opened?(counter: Counter): Promise<void>

  async pass(): Promise<void> {
    const { random, clock, rhythm } = this
    await this.open()
    this.setFoul(true)
    for (let move = 0; move < rhythm.moves; move++) {
      await this.move()
      await clock.advance(random.below(random.below(3) === 0 ? rhythm.longMs : rhythm.shortMs))
      if (this.isDead()) await this.open()
    }
    this.setFoul(false)
    this.kill()
    await this.open()
    for (let times = 0; times < QUIETS; times++) {
      await clock.advance(rhythm.quietMs)
      if (this.isDead()) await this.open()
    }
  }

  protected kill(): void {
    this.disk.kill()
    this.isKilled = true
  }

  private isDead = () => this.isKilled || this.counter === null || this.counter.acts.stopped() !== null

  private async open(): Promise<void> {
    this.leave()
    // A cut that was planned may hit the start too.
    do {
      this.note('opened')
      this.counter = await this.started()
    } while (this.counter === null)
    this.isKilled = false
    await this.opened?.(this.counter)
  }

  /** The program that ran so far is gone. */
  protected leave(): void {
    this.counter?.close()
  }

  protected kept = () => this.counter?.acts.till().payments ?? new Map<string, KeptPayment>()

  /** One of those that are open, drawn; null where none is. */
  protected drawnOpen(): KeptPayment | null {
    const open = openPayments(this.kept())
    return open[this.random.below(Math.max(1, open.length))] ?? null
  }

  protected async tell(attempt: string, event: PaymentEvent): Promise<void> {
    await this.counter?.acts.happened(this.random.id(), { is: 'payment-told', attempt, event })
  }

  protected note(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1)
  }
}
