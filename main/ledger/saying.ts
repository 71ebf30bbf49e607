import type { Clock } from '#drivers/clock/port'
import type { Again, Watermark, Watermarks } from '#drivers/ledger/feed'
import { BackOff } from '../back-off.ts'
import { makeBell, type Bell } from '../bell.ts'
import type { Sender } from '../sync/batch.ts'

/** How far the ledger has a station. */
export type Mark = Omit<Watermark, 'again'>

/** A station's mark is said at most so often where nobody says otherwise; what comes between, the next one says. */
const SAY_MS = 1_000
/** Said at once. */
const AT_ONCE = 32
/** Between two tries of head office's one program. */
export const AGAIN = { firstMs: 100, mostMs: 30_000 }

export interface SayingParts {
  readonly watermarks: Watermarks
  readonly sayMs?: number
  readonly clock: Clock
}

const nameOf = ({ shop, station }: Sender): string => `${shop}.${station}`

/** Tells stations how far the ledger has them. What could not be said is said later, and what is newest always is. */
export class Saying {
  private readonly parts: SayingParts
  /** By station, as all of these: there are as many as stations at most. */
  private readonly unsaid = new Map<string, Mark>()
  private readonly demands = new Map<string, Again>()
  private readonly saidMs = new Map<string, number>()
  /** Something is owed; null before it runs. */
  private bell: Bell | null = null
  private readonly backOff = new BackOff(AGAIN)

  constructor(parts: SayingParts) {
    this.parts = parts
  }

  owe(mark: Mark): void {
    this.unsaid.set(nameOf(mark), mark)
    this.bell?.ring()
  }

  /** The station is asked to send again with each mark until it is asked for nothing. */
  ask(mark: Mark, again: Again | null): void {
    if (again) this.demands.set(nameOf(mark), again)
    else this.demands.delete(nameOf(mark))
    this.owe(mark)
  }

  /** Until it is to end; then all that is unsaid is tried once more. */
  async run(closing: AbortSignal): Promise<void> {
    const { clock } = this.parts
    const bell = makeBell(clock, closing)
    this.bell = bell
    while (!closing.aborted) {
      const due = this.due()
      const isSaid = due.length === 0 || (await this.say(due))
      if (isSaid && due.length > 0) this.backOff.worked()
      if (!isSaid) await clock.wait(this.backOff.nextMs(), closing).catch(() => undefined)
      else if (this.due().length === 0) await bell.next(this.unsaid.size > 0 ? this.nextMs() : null)
    }
    const names = [...this.unsaid.keys()]
    for (let nth = 0; nth < names.length; nth += AT_ONCE) if (!(await this.say(names.slice(nth, nth + AT_ONCE)))) return
  }

  private due(): string[] {
    const nowMs = this.parts.clock.elapsedMs()
    const due: string[] = []
    for (const name of this.unsaid.keys()) {
      if (due.length === AT_ONCE) break
      if (this.dueMs(name) <= nowMs) due.push(name)
    }
    return due
  }

  private dueMs(name: string): number {
    const { sayMs = SAY_MS } = this.parts
    return (this.saidMs.get(name) ?? -sayMs) + sayMs
  }

  private nextMs(): number {
    const first = [...this.unsaid.keys()].reduce((ms, name) => Math.min(ms, this.dueMs(name)), Infinity)
    return Math.max(1, first - this.parts.clock.elapsedMs())
  }

  /** False where one of them could not be said. */
  private async say(names: readonly string[]): Promise<boolean> {
    const { watermarks, clock } = this.parts
    const said = await Promise.all(
      names.map(async (name) => {
        const mark = this.unsaid.get(name)
        if (!mark) return true
        const again = this.demands.get(name) ?? null
        if (!(await watermarks.publish({ ...mark, again }))) return false
        this.saidMs.set(name, clock.elapsedMs())
        const isNewest = this.unsaid.get(name) === mark && (this.demands.get(name) ?? null) === again
        if (isNewest) this.unsaid.delete(name)
        return true
      }),
    )
    return !said.includes(false)
  }
}
