import { isAnswerTo, makeFrameCutter, packFrame, readHeader, unpackFrame } from '#drivers/acquirer/codec/frame'
import type { AcquirerLine, Exchanged } from '#drivers/acquirer/line-port'
import { booksOf, type HostBooks } from '#drivers/acquirer/virtual/books'
import { deliveryOf, LATE_MS } from '#drivers/acquirer/virtual/delivery'
import { HOST_MOODS, LINE_MOODS, befalls, type Mood } from '#drivers/acquirer/virtual/moods'
import type { HostState } from '#drivers/acquirer/virtual/state'
import { takeRequest, type TwinParts } from '#drivers/acquirer/virtual/twin'
import type { VirtualClock } from '#drivers/clock/virtual'
import type { Random } from '#drivers/random/port'

/** Between a till and the twin of its acquirer, without sockets: each byte can be lost, changed, late or doubled. */
export interface Air {
  /** A line of one program; dead once that is. */
  readonly line: () => AcquirerLine & { readonly die: () => void }
  readonly books: () => HostBooks
  readonly state: () => HostState
  /** Of ten requests so many meet something; 0 is fair weather. */
  readonly setWeather: (ofTen: number) => void
  /** What the next requests meet, each the first of these that can befall it. */
  readonly will: (...moods: readonly Mood[]) => void
  readonly met: ReadonlyMap<string, number>
}

export interface AirParts {
  readonly twin: TwinParts
  readonly state: HostState
  readonly clock: VirtualClock
  readonly random: Pick<Random, 'below'>
  /** Told of what a frame's length counted, as it leaves and as it comes. */
  readonly heard?: (way: 'sent' | 'came', content: Uint8Array) => void
}

/** Besides the twin's own: a bit that changes on the way, and a line that does not come about. */
type Weather = Mood | 'not-sent' | 'bent-request' | 'bent-answer'
const ALL: readonly (Exclude<Weather, object> | 'cut-request' | 'cut-answer')[] = [
  ...HOST_MOODS.filter((mood) => !['unbalanced', 'in-part'].includes(mood)),
  ...LINE_MOODS,
  ...(['not-sent', 'bent-request', 'bent-answer', 'cut-request', 'cut-answer', 'no-answer', 'late'] as const),
]
const CUT_MAX = 150

export function makeAir(parts: AirParts): Air {
  const { clock, random, twin } = parts
  const { profile } = twin
  const met = new Map<string, number>()
  let state = parts.state
  let ofTen = 0
  let willed: readonly Mood[] = []

  const weather = (): Weather | null => {
    if (random.below(10) >= ofTen) return null
    const drawn = ALL[random.below(ALL.length)] ?? 'no-answer'
    met.set(drawn, (met.get(drawn) ?? 0) + 1)
    if (drawn === 'cut-request' || drawn === 'cut-answer')
      return { is: 'cut', what: drawn === 'cut-request' ? 'request' : 'answer', at: random.below(CUT_MAX) }
    return drawn
  }
  const bent = (bytes: Uint8Array): Uint8Array => {
    const copy = Uint8Array.from(bytes)
    const at = random.below(copy.length)
    copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8))
    return copy
  }
  const asked = (content: Uint8Array, mood: Mood | null): Uint8Array | null => {
    const turn = takeRequest(twin, state, { content, nowMs: clock.nowMs(), mood })
    state = turn.state
    return turn.answer
  }

  const foretold = (frame: Uint8Array): Mood | null => {
    const next = willed.find((mood) => befalls(mood, frame.subarray(2)))
    willed = willed.filter((mood) => mood !== next)
    return next ?? null
  }

  async function exchange(
    message: Uint8Array,
    isAnswer: (answer: Uint8Array) => boolean,
    waiting: AbortSignal,
  ): Promise<Exchanged> {
    const drawn = weather()
    if (drawn === 'not-sent' || waiting.aborted) return { is: 'not-sent' }
    const framed = packFrame({ tpdu: profile.tpdu, header: profile.header, message }, profile.lengthLimit)
    if (!framed.ok) throw new Error(framed.why)
    const now = foretold(framed.value) ?? drawn
    const whole = now === 'bent-request' ? bent(framed.value) : framed.value
    const isHalf = typeof now === 'object' && now?.what === 'request' && now.at < whole.length
    const [content] = isHalf ? [] : makeFrameCutter(profile.lengthLimit).take(whole).contents
    const own = now === 'bent-request' || now === 'bent-answer' ? null : now
    const mood = own !== null && content && befalls(own, content) ? own : null
    if (content) parts.heard?.('sent', content)
    if (!content || mood === 'lost-request') return silence(waiting)
    if (mood === 'late-request') {
      void clock.wait(LATE_MS).then(() => asked(content, null))
      return silence(waiting)
    }
    const { afterMs, pieces } = deliveryOf(mood, asked(content, mood), profile)
    if (!(await waited(afterMs, waiting)) || afterMs > profile.responseMs) return silence(waiting)
    const heard = heardIn(now === 'bent-answer' ? pieces.map(bent) : pieces, isAnswer)
    return heard ?? silence(waiting)
  }

  function heardIn(pieces: readonly Uint8Array[], isAnswer: (answer: Uint8Array) => boolean): Exchanged | null {
    const cutter = makeFrameCutter(profile.lengthLimit)
    for (const content of pieces.flatMap((piece) => cutter.take(piece).contents)) {
      parts.heard?.('came', content)
      const frame = unpackFrame(content)
      if (!frame.ok || !isAnswerTo(profile, frame.value) || !isAnswer(frame.value.message)) continue
      return { is: 'answer', message: frame.value.message, asks: readHeader(frame.value.header).asks }
    }
    return null
  }
  const waited = async (ms: number, signal: AbortSignal): Promise<boolean> => {
    try {
      await clock.wait(ms, signal)
      return true
    } catch {
      return false
    }
  }
  const silence = async (waiting: AbortSignal): Promise<Exchanged> => {
    await waited(profile.responseMs, waiting)
    return { is: 'silence', why: 'no-answer' }
  }

  return {
    line: () => {
      const dead = new AbortController()
      return {
        exchange: (message, isAnswer, noMore) =>
          // A program that is gone sends nothing, and nobody waits.
          dead.signal.aborted
            ? new Promise<never>(() => undefined)
            : exchange(message, isAnswer, AbortSignal.any([noMore, dead.signal])),
        close: () => Promise.resolve(),
        die: () => dead.abort(),
      }
    },
    will: (...moods) => {
      willed = moods
    },
    books: () => booksOf(state, profile),
    state: () => state,
    setWeather: (next) => {
      ofTen = next
    },
    met,
  }
}
