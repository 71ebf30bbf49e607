import type { Clock } from '../clock/port.ts'
import type { HubLine } from '../hub/port.ts'
import type { Floor, Joined, Neighbour } from './port.ts'

export interface HubFloorParts {
  readonly clock: Pick<Clock, 'wait' | 'elapsedMs'>
  /** Called with each new line to the hub. */
  readonly onLine: (listener: (line: Pick<HubLine, 'say' | 'onSaid' | 'over'>) => void) => void
  /** The stations of the shop as head office vouches for them. */
  readonly roster: () => readonly Neighbour[]
}

/** A station says so often that it is there, and is gone when it has not for so long. */
const BEAT_MS = 5_000
const GONE_MS = 15_000
/** What a text begins with: that somebody is there, or what they say. */
const [HERE, SAYS] = ['h', 's']

type Line = Pick<HubLine, 'say'>

/**
 * The other stations of the shop, over the line that each has to head office's hub. Who says that somebody is there is
 * not asked: it only shows whom it is worth to ask something.
 */
export function makeHubFloor(parts: HubFloorParts): Floor {
  return { join: (me) => new HubJoined(parts, me) }
}

class HubJoined implements Joined {
  private readonly parts: HubFloorParts
  private readonly me: Neighbour
  private readonly texts: ((text: string) => void)[] = []
  private readonly changes: (() => void)[] = []
  private readonly seenMs = new Map<string, number>()
  private readonly left = new AbortController()
  private line: Line | null = null
  private reach = ''

  constructor(parts: HubFloorParts, me: Neighbour) {
    this.parts = parts
    this.me = me
    parts.onLine((line) => {
      if (this.left.signal.aborted) return
      this.line = line
      line.onSaid((text) => this.heard(text))
      this.beat()
      void line.over.then(() => this.gone(line))
    })
    void this.keepBeating()
  }

  stations(): readonly Neighbour[] {
    const now = this.parts.clock.elapsedMs()
    return this.parts
      .roster()
      .filter(({ station }) => station !== this.me.station && now - (this.seenMs.get(station) ?? -GONE_MS) < GONE_MS)
  }

  send(text: string): void {
    this.line?.say(`${SAYS}${text}`)
  }

  onText(listener: (text: string) => void): void {
    this.texts.push(listener)
  }

  onStations(listener: () => void): void {
    this.changes.push(listener)
  }

  leave(): void {
    this.left.abort()
    this.line = null
  }

  private beat(): void {
    this.line?.say(`${HERE}${this.me.station}`)
  }

  private heard(text: string): void {
    if (this.left.signal.aborted) return
    if (text.startsWith(SAYS)) for (const tell of this.texts) tell(text.slice(1))
    const station = text.startsWith(HERE) ? text.slice(1) : ''
    const isKnown = this.parts.roster().some((each) => each.station === station)
    if (!isKnown || station === this.me.station) return
    const isNew = !this.seenMs.has(station)
    this.seenMs.set(station, this.parts.clock.elapsedMs())
    // Whoever comes learns at once who is there.
    if (isNew) this.beat()
    this.compare()
  }

  private gone(line: Line): void {
    if (this.line !== line) return
    this.line = null
    this.seenMs.clear()
    this.compare()
  }

  /** Tells of it when somebody came or went. */
  private compare(): void {
    for (const [station, atMs] of this.seenMs)
      if (this.parts.clock.elapsedMs() - atMs >= GONE_MS) this.seenMs.delete(station)
    const now = this.stations()
      .map(({ station }) => station)
      .join(' ')
    if (now === this.reach) return
    this.reach = now
    for (const tell of this.changes) tell()
  }

  private async keepBeating(): Promise<void> {
    const { signal } = this.left
    while (!signal.aborted) {
      this.beat()
      this.compare()
      await this.parts.clock.wait(BEAT_MS, signal).catch(() => undefined)
    }
  }
}
