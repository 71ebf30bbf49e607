import { open, stat } from 'node:fs/promises'
import type { Clock } from '../clock/port.ts'
import type { HubMessage } from '../hub/port.ts'
import type { FeedLine, JournalFeed } from './feed.ts'

/**
 * A hub's messages in a file, one a line: `{ place, subject, headers, payload }`, the payload in base64. What is added
 * to the file is read as it comes; one that grew shorter is read from its beginning.
 */
export const formatMessage = ({ place, subject, headers, payload }: HubMessage): string =>
  `${JSON.stringify({ place, subject, headers, payload: Buffer.from(payload).toString('base64') })}\n`

const LOOK_MS = 50
/** As much of the file is kept in memory. */
const FILE_BYTES_MAX = 1_073_741_824
const NEWLINE = 0x0a

export function makeFileFeed(path: string, { wait }: Pick<Clock, 'wait'>): JournalFeed {
  return {
    connect: async (noMore) => {
      const read = makeReader(path)
      if (!(await read())) return { is: 'unreachable' }
      const dead = new AbortController()
      noMore.addEventListener('abort', () => dead.abort(), { once: true })
      const heard = async <Value>(work: (all: readonly HubMessage[]) => Value) => {
        const all = await read()
        if (!all) dead.abort()
        return all ? ({ is: 'heard', value: work(all) } as const) : ({ is: 'silence' } as const)
      }
      const newest: FeedLine['newest'] = () => heard((all) => all.at(-1)?.place ?? 0)
      return {
        ...{ is: 'line', newest },
        close: () => {
          dead.abort()
          return Promise.resolve()
        },
        from: (place, most, subject) =>
          heard((all) => {
            const first = all.findIndex((each) => each.place >= place)
            if (subject !== undefined)
              return all
                .filter(on(subject))
                .filter((each) => each.place >= place)
                .slice(0, most)
            return first < 0 ? [] : all.slice(first, first + most)
          }),
        more: async (after, ms) => {
          for (let left = ms; left > 0 && !dead.signal.aborted; left -= LOOK_MS) {
            const { is, value = after } = { value: undefined, ...(await newest()) }
            if (is === 'silence' || value > after) return
            await wait(LOOK_MS, dead.signal).catch(() => undefined)
          }
        },
        over: new Promise((resolve) => dead.signal.addEventListener('abort', () => resolve(), { once: true })),
      }
    },
  }
}

const on =
  (subject: string) =>
  (each: HubMessage): boolean =>
    each.subject === subject

/** Gives all whole lines that the file has by now; null where it can not be read, or one of them is no message. */
function makeReader(path: string): () => Promise<readonly HubMessage[] | null> {
  let all: HubMessage[] = []
  let at = 0
  return async () => {
    try {
      const { size } = await stat(path)
      if (size > FILE_BYTES_MAX) return null
      if (size < at) [all, at] = [[], 0]
      if (size === at) return all
      const file = await open(path, 'r')
      const bytes = Buffer.alloc(size - at)
      const { bytesRead } = await file.read(bytes, 0, bytes.length, at).finally(() => file.close())
      const end = bytes.lastIndexOf(NEWLINE, bytesRead - 1) + 1
      const texts = bytes.toString('utf8', 0, end).split('\n').slice(0, -1)
      all.push(...texts.map(messageIn))
      at += end
      return all
    } catch {
      // Not there, not ours to read, or no such file: nothing can be read of it.
      return null
    }
  }
}

function messageIn(text: string): HubMessage {
  type Written = Omit<HubMessage, 'payload'> & { readonly payload: string }
  const { place, subject, headers, payload } = JSON.parse(text) as Written // its fields are looked at next
  const isMessage = Number.isSafeInteger(place) && typeof subject === 'string' && typeof payload === 'string'
  if (!isMessage || typeof headers !== 'object') throw new Error('a line is no message')
  return { place, subject, headers, payload: Buffer.from(payload, 'base64') }
}
