import type { Clock } from '../clock/port.ts'
import type { HubMessage } from '../hub/port.ts'
import type { FeedLine, JournalFeed, Watermark, Watermarks } from './feed.ts'

const LOOK_MS = 20

/** What the hub's twin has, as head office reads it. */
export function makeVirtualFeed(messages: () => readonly HubMessage[], { wait }: Pick<Clock, 'wait'>): JournalFeed {
  const newest = () => messages().at(-1)?.place ?? 0
  return {
    connect: (noMore) => {
      const dead = new AbortController()
      noMore.addEventListener('abort', () => dead.abort(), { once: true })
      const line: FeedLine = {
        is: 'line',
        from: (place, most, subject) => {
          const all = messages().filter((each) => each.place >= place)
          const value = subject === undefined ? all : all.filter((each) => each.subject === subject)
          return Promise.resolve({ is: 'heard', value: value.slice(0, most) })
        },
        newest: () => Promise.resolve({ is: 'heard', value: newest() }),
        more: async (after, ms) => {
          for (let left = ms; left > 0 && newest() <= after && !dead.signal.aborted; left -= LOOK_MS)
            await wait(LOOK_MS, dead.signal).catch(() => undefined)
        },
        over: new Promise((resolve) => dead.signal.addEventListener('abort', () => resolve(), { once: true })),
        close: () => {
          dead.abort()
          return Promise.resolve()
        },
      }
      return Promise.resolve(line)
    },
  }
}

export interface VirtualWatermarks extends Watermarks {
  /** By shop and station, such as `s01.01`. */
  readonly said: ReadonlyMap<string, Watermark>
}

export function makeVirtualWatermarks(): VirtualWatermarks {
  const said = new Map<string, Watermark>()
  return {
    said,
    publish: (mark) => {
      said.set(`${mark.shop}.${mark.station}`, mark)
      return Promise.resolve(true)
    },
  }
}
