import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import type { ByteLine, Found, Pipes, SerialOptions, Trouble } from '../pipe/port.ts'
import type { Display, DisplayCoder, Picture } from './port.ts'

/** One picture is some fifty bytes: a quarter of a second at 2400 baud. */
export const WRITE_MS = 1_000
/** Before one that is not there, or took nothing, is tried again. */
export const RETRY_MS = 5_000
const OPEN_MS = 3_000
const CLOSE_MS = 2_000

export interface PoleParts {
  readonly serial: Pipes['serial']
  /** Which of those plugged in it is; null while it is not. */
  readonly pick: (found: readonly Found[]) => Found | null
  readonly options: SerialOptions
  readonly coder: DisplayCoder
  readonly wait: Clock['wait']
  /** Told why one that is there can not be used. */
  readonly onTrouble?: (why: Trouble) => void
}

/**
 * A customer display on a serial line. Only the newest picture is ever sent: those that came while it was busy or away
 * are of nobody's interest any more.
 */
export function makePole(parts: PoleParts): Display {
  const news = makeNews(parts.wait)
  const listeners: (() => void)[] = []
  let status: 'ready' | 'absent' = 'absent'
  let wanted: Picture = { is: 'clear' }
  const saw = (next: 'ready' | 'absent') => {
    if (next === status) return
    status = next
    for (const tell of listeners) tell()
  }
  parts.serial.onChange(news.come)

  /** Shows each newest picture, until the display takes no more. */
  async function showOn(line: ByteLine, stop: AbortSignal): Promise<void> {
    const gone = new AbortController()
    line.onEnd(() => gone.abort())
    const over = AbortSignal.any([stop, gone.signal])
    let isFirst = true
    let shown: Picture | null = null
    while (!over.aborted) {
      const picture = wanted
      if (picture !== shown) {
        const bytes = parts.coder.bytesOf(picture)
        const sent = await line.write(isFirst ? Buffer.concat([parts.coder.begin, bytes]) : bytes, WRITE_MS)
        if (sent !== 'all') return
        isFirst = false
        shown = picture
        saw('ready')
      }
      // Changed while it was sent, there is no need to wait.
      if (wanted === shown) await news.next(null, over)
    }
  }

  async function watch(stop: AbortSignal): Promise<void> {
    const isOver = () => stop.aborted
    while (!isOver()) {
      const line = await opened(parts)
      if (line) {
        await showOn(line, stop)
        await within(parts.wait, CLOSE_MS, line.close(), null)
      }
      if (isOver()) return
      saw('absent')
      await news.next(RETRY_MS, stop)
    }
  }

  return {
    watch,
    status: () => status,
    onStatus: (listener) => void listeners.push(listener),
    show: (picture) => {
      wanted = picture
      // One that is away is not hurried: what is plugged in is news enough.
      if (status === 'ready') news.come()
    },
  }
}

async function opened({ serial, pick, options, wait, onTrouble }: PoleParts): Promise<ByteLine | null> {
  const opening = serial.list().then(async (found) => {
    const one = pick(found)
    return one && serial.open(one, options)
  })
  const line = await within(wait, OPEN_MS, opening, null)
  if (line?.ok) return line.line
  if (line) onTrouble?.(line.why)
  // One that is opened too late is closed again.
  else void opening.then((late) => (late?.ok ? late.line.close() : undefined))
  return null
}

/** One who waits for news; what comes while nobody waits is news to the next who does. */
function makeNews(wait: Clock['wait']) {
  let isKept = false
  let wake: () => void = () => undefined
  return {
    come: () => {
      isKept = true
      wake()
    },
    /** Ends with the next news, at the limit (null: none), or when it is stopped. */
    next: async (limitMs: number | null, stop: AbortSignal): Promise<void> => {
      const woken = new AbortController()
      wake = () => woken.abort()
      const either = AbortSignal.any([stop, woken.signal])
      if (!isKept && limitMs !== null) await wait(limitMs, either).catch(() => undefined)
      else if (!isKept && !stop.aborted)
        await new Promise<void>((resolve) => {
          either.addEventListener('abort', () => resolve(), { once: true })
        })
      // Ended by something else, whoever asks next has not looked yet.
      if (!stop.aborted) isKept = false
    },
  }
}
