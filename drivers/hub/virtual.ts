import type { Clock } from '../clock/port.ts'
import { ALL, SAID_BYTES_MAX } from './names.ts'
import type { Added, Heard, Hub, HubFailure, HubLine, HubMessage, Outgoing, Posting } from './port.ts'

/** What goes wrong with the next things that are asked of the hub. */
export type HubMood = 'lose-request' | 'lose-answer' | 'late' | 'cut' | 'cut-after'

export interface VirtualHub {
  /** The hub as a station meets it that may add to this subject alone. */
  readonly hubOf: (subject: string) => Hub
  readonly will: (...moods: readonly HubMood[]) => void
  /** Nobody gets through, or nobody is let in; null: all is well. Lines that are open are cut. */
  readonly setAway: (away: HubFailure['is'] | null) => void
  /** All that it has, oldest first. */
  readonly messages: () => readonly HubMessage[]
  /** As after a restore of the hub itself: what came after this place is gone. */
  readonly setBackTo: (place: number) => void
  /** As where a copy that lacks a message comes to lead: that one is gone, and those after it are there. */
  readonly lose: (place: number) => void
  /** Puts a message there as the hub's own server does, by whomever: nothing is asked of its sender. */
  readonly put: (message: Omit<Outgoing, 'id'>) => void
  /** Head office posts something, and rings for its shop. Gives the revision. */
  readonly post: (name: string, payload: Uint8Array) => number
}

/** As long as a station waits for an answer. */
export const HUB_ANSWER_MS = 5_000
const QUICK_MS = 2
/** Names of messages that are remembered: those of two minutes. */
const REMEMBERED = 64

export function makeVirtualHub({ wait }: Pick<Clock, 'wait'>): VirtualHub {
  const store = makeStore()
  const postings = new Map<string, Posting>()
  let revisions = 0
  const lines = new Set<VirtualLine>()
  const moods: HubMood[] = []
  let away: HubFailure['is'] | null = null
  return {
    hubOf: (subject) => ({
      connect: async () => {
        await wait(QUICK_MS)
        if (away !== null) return { is: away }
        const line = new VirtualLine({ wait, store, postings, lines, own: subject, moods })
        lines.add(line)
        void line.over.then(() => lines.delete(line))
        return line
      },
    }),
    will: (...next) => void moods.splice(0, moods.length, ...next),
    setAway: (next) => {
      away = next
      if (next !== null) for (const line of lines) line.end()
    },
    messages: () => store.kept,
    ...{ setBackTo: store.setBackTo, lose: store.lose },
    put: (message) => void store.put(message),
    post: (name, payload) => {
      postings.set(name, { name, revision: ++revisions, payload: Uint8Array.from(payload) })
      for (const line of lines) line.ring(name)
      return revisions
    },
  }
}

type Store = ReturnType<typeof makeStore>

function makeStore() {
  const kept: HubMessage[] = []
  const ids: { readonly id: string; readonly place: number }[] = []
  let [places, lives] = [0, 0]
  const newest = (subject: string) => kept.findLast((each) => each.subject === subject) ?? null
  const put = ({ subject, headers, payload }: Omit<Outgoing, 'id'>): number => {
    places++
    kept.push({ subject, headers, payload: Uint8Array.from(payload), place: places })
    return places
  }
  return {
    ...{ kept, newest, put },
    take: (message: Outgoing, after: number): Added => {
      const id = `${message.subject}:${after}:${message.id}`
      const known = ids.find((each) => each.id === id)
      if (known) return { is: 'again', place: known.place }
      if ((newest(message.subject)?.place ?? 0) !== after) return { is: 'elsewhere' }
      const place = put(message)
      ids.push({ id, place })
      if (ids.length > REMEMBERED) ids.shift()
      return { is: 'added', place }
    },
    lose: (place: number): void => {
      kept.splice(0, kept.length, ...kept.filter((each) => each.place !== place))
      ids.splice(0, ids.length, ...ids.filter((each) => each.place !== place))
    },
    /** How often it was set back. */
    life: () => lives,
    setBackTo: (place: number): void => {
      lives++
      kept.splice(0, kept.length, ...kept.filter((each) => each.place <= place))
      places = kept.at(-1)?.place ?? 0
      ids.splice(0)
    },
  }
}

interface LineParts extends Pick<Clock, 'wait'> {
  readonly store: Store
  readonly postings: ReadonlyMap<string, Posting>
  /** All that are open. */
  readonly lines: ReadonlySet<VirtualLine>
  readonly own: string
  /** Of all lines: each exchange takes the next. */
  readonly moods: HubMood[]
}

const SILENCE = { is: 'silence' } as const
const heard = <Value>(value: Value): Heard<Value> => ({ is: 'heard', value })

class VirtualLine implements HubLine {
  readonly is = 'line'
  readonly over: Promise<void>
  private readonly parts: LineParts
  private readonly dead = new AbortController()
  private readonly rings: ((kind: string) => void)[] = []
  private readonly ears: ((text: string) => void)[] = []

  constructor(parts: LineParts) {
    this.parts = parts
    this.over = new Promise((resolve) => this.dead.signal.addEventListener('abort', () => resolve()))
  }

  newest(subject: string) {
    return this.exchange(() => heard(this.parts.store.newest(subject)))
  }

  from(subject: string, place: number, most: number) {
    const { kept } = this.parts.store
    return this.exchange(() =>
      heard(kept.filter((each) => each.subject === subject && each.place >= place).slice(0, most)),
    )
  }

  add(message: Outgoing, after: number): Promise<Added> {
    if (message.subject !== this.parts.own) return Promise.resolve({ is: 'forbidden' })
    return this.exchange(() => this.parts.store.take(message, after))
  }

  posting(name: string) {
    const isOurs = this.shop === name.split('.')[0]
    return this.exchange(() => (isOurs ? heard(this.parts.postings.get(name) ?? null) : SILENCE))
  }

  onRing(listener: (kind: string) => void): void {
    this.rings.push(listener)
  }

  ring(name: string): void {
    const [shop, whose = '', kind = ''] = name.split('.')
    const isOurs = shop === this.shop && (whose === ALL || this.parts.own.endsWith(`.${whose}`))
    if (isOurs && !this.dead.signal.aborted) for (const tell of this.rings) tell(kind)
  }

  say(text: string): void {
    const { lines } = this.parts
    if (this.dead.signal.aborted || Buffer.byteLength(text) > SAID_BYTES_MAX) return
    const others = [...lines].filter((line) => line.shop === this.shop && line.parts.own !== this.parts.own)
    // Never in the sender's own turn, as over a wire.
    for (const { ears } of others) queueMicrotask(() => ears.forEach((tell) => tell(text)))
  }

  onSaid(listener: (text: string) => void): void {
    this.ears.push(listener)
  }

  private get shop(): string | undefined {
    return this.parts.own.split('.')[1]
  }

  close(): Promise<void> {
    this.end()
    return Promise.resolve()
  }

  end(): void {
    this.dead.abort()
  }

  /** One question and its answer, with what befalls them. */
  private async exchange<Value>(work: () => Value): Promise<Value | typeof SILENCE> {
    const { wait, moods } = this.parts
    const mood = this.dead.signal.aborted ? 'cut' : moods.shift()
    await wait(QUICK_MS)
    if (mood === 'cut') this.end()
    // It gets there when nobody waits for it any more.
    if (mood === 'late') void this.workLate(work)
    if (mood === 'cut' || mood === 'lose-request' || mood === 'late') return this.silent()
    const done = work()
    if (mood === 'cut-after') this.end()
    return mood === 'lose-answer' || mood === 'cut-after' ? this.silent() : done
  }

  /** Unless the hub was set back meanwhile: what was on its way died with its server. */
  private async workLate(work: () => unknown): Promise<void> {
    const { wait, store } = this.parts
    const life = store.life()
    await wait(HUB_ANSWER_MS + QUICK_MS)
    if (store.life() === life) work()
  }

  private async silent(): Promise<typeof SILENCE> {
    await this.parts.wait(HUB_ANSWER_MS, this.dead.signal).catch(() => undefined)
    return SILENCE
  }
}
