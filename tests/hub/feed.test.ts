import { jetstreamManager } from '@nats-io/jetstream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureStream } from '../../build/hub/admin.ts'
import { JOURNALS } from '#drivers/hub/names'
import type { Outgoing } from '#drivers/hub/port'
import { makeVirtualHub } from '#drivers/hub/virtual'
import type { FeedLine, JournalFeed } from '#drivers/ledger/feed'
import { makeVirtualFeed } from '#drivers/ledger/virtual-feed'
import { subjectOf } from '#main/sync/batch'
import { clock, feedOf, startHub, type TestHub } from './hub.ts'

/** What the hub promises to head office's programs, held against its twin, one real server, and three of them. */
interface Tried {
  readonly feed: JournalFeed
  readonly put: (station: string, text: string) => Promise<void>
  readonly close: () => Promise<void>
}

const message = (station: string, text: string): Outgoing => ({
  ...{ subject: subjectOf({ shop: 's01', station }), id: `${station}:${text}` },
  ...{ headers: { 'J-Text': text }, payload: Buffer.from(text) },
})

const TRIED: readonly (readonly [string, () => Promise<Tried>])[] = [
  [
    'the twin',
    () => {
      const hub = makeVirtualHub(clock)
      return Promise.resolve({
        feed: makeVirtualFeed(hub.messages, clock),
        put: (station: string, text: string) => {
          hub.put(message(station, text))
          return Promise.resolve()
        },
        close: () => Promise.resolve(),
      })
    },
  ],
  ...([1, 3] as const).map((count): readonly [string, () => Promise<Tried>] => [
    count === 1 ? 'one server' : 'three servers',
    async () => {
      const hub = await startHub(count)
      const lines = new Map<string, Awaited<ReturnType<typeof lineTo>>>()
      return {
        feed: await feedOf(hub),
        put: (station, text) => putAt(hub, lines, station, text),
        close: () => hub.close(),
      }
    },
  ]),
]

async function lineTo(hub: TestHub, station: string) {
  const line = await (await hub.enrol({ shop: 's01', station })).hub.connect(new AbortController().signal)
  if (line.is !== 'line') throw new Error(line.is)
  return { line, after: 0 }
}
type Lines = Map<string, Awaited<ReturnType<typeof lineTo>>>

async function putAt(hub: TestHub, lines: Lines, station: string, text: string): Promise<void> {
  const to = lines.get(station) ?? (await lineTo(hub, station))
  const added = await to.line.add(message(station, text), to.after)
  if (added.is !== 'added') throw new Error(added.is)
  lines.set(station, { ...to, after: added.place })
}

const noMore = new AbortController()
async function connected(feed: JournalFeed): Promise<FeedLine> {
  const line = await feed.connect(noMore.signal)
  if (line.is !== 'line') throw new Error(line.is)
  return line
}
const heard = async (line: FeedLine, place: number, most: number, subject?: string): Promise<string[] | 'silence'> => {
  const read = await line.from(place, most, subject)
  return read.is === 'silence'
    ? 'silence'
    : read.value.map(({ place: at, headers, payload }) => {
        const text = Buffer.from(payload).toString()
        return headers['J-Text'] === text ? `${at}:${text}` : 'other headers'
      })
}

describe.each(TRIED)('%s', (_, start) => {
  let tried: Tried
  beforeAll(async () => {
    tried = await start()
  })
  afterAll(() => tried.close())

  it('gives all stations’ messages in order, as they come, and again from any place', async () => {
    const line = await connected(tried.feed)
    expect([await line.newest(), await heard(line, 1, 9)]).toEqual([{ is: 'heard', value: 0 }, []])
    const began = performance.now()
    const news = line.more(0, 20_000)
    await tried.put('10', '一')
    await news
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(await heard(line, 1, 9)).toEqual(['1:一'])
    for (const [station, text] of [
      ['11', '二'],
      ['10', '三'],
      ['11', '四'],
    ] as const) {
      await tried.put(station, text)
      await line.more(1, 5_000)
    }
    await line.more(3, 5_000)
    expect(await heard(line, 1, 3)).toEqual(['1:一', '2:二', '3:三'])
    expect(await heard(line, 3, 9)).toEqual(['3:三', '4:四'])
    expect(await heard(line, 2, 1)).toEqual(['2:二'])
    expect(await heard(line, 1, 9, 'j.s01.11')).toEqual(['2:二', '4:四'])
    expect(await heard(line, 3, 9, 'j.s01.11')).toEqual(['4:四'])
    expect(await heard(line, 1, 9, 'j.s01.99')).toEqual([])
    expect([await heard(line, 5, 9), await heard(line, 7, 9)]).toEqual([[], []])
    expect(await line.newest()).toEqual({ is: 'heard', value: 4 })
    await line.close()
    await line.over
  })

  it('gives as many as it has, without a gap, to two who read at once', async () => {
    for (let nth = 0; nth < 200; nth++) await tried.put('12', String(nth))
    const read = async () => {
      const line = await connected(tried.feed)
      const places: number[] = []
      for (let place = 1; ;) {
        const got = await line.from(place, 32)
        if (got.is === 'silence') throw new Error('silence')
        places.push(...got.value.map((each) => each.place))
        const last = got.value.at(-1)?.place
        if (last === 204) break
        if (last === undefined) await line.more(place - 1, 5_000)
        else place = last + 1
      }
      await line.close()
      return places
    }
    const both = await Promise.all([read(), read()])
    const all = Array.from({ length: 204 }, (_each, nth) => nth + 1)
    expect(both).toEqual([all, all])
  })

  it('waits no longer than it is told to', async () => {
    const line = await connected(tried.feed)
    const began = performance.now()
    await line.more(10_000, 300)
    expect(performance.now() - began).toBeLessThan(3_000)
    await line.close()
  })
})

describe('a server', () => {
  it('that is killed is told, and read from the same place when it is back', async () => {
    const hub = await startHub()
    const lines: Lines = new Map()
    for (const text of ['一', '二']) await putAt(hub, lines, '10', text)
    const feed = await feedOf(hub)
    const line = await connected(feed)
    expect(await heard(line, 1, 9)).toEqual(['1:一', '2:二'])
    await hub.nodes[0]?.end('SIGKILL')
    await line.over
    expect([await heard(line, 5, 9), await line.newest()]).toEqual(['silence', { is: 'silence' }])
    expect(await feed.connect(noMore.signal)).toEqual({ is: 'unreachable' })
    await hub.nodes[0]?.start()
    const next = await connected(feed)
    expect(await heard(next, 2, 9)).toEqual(['2:二'])
    await next.close()
    await hub.close()
  })

  it('that forgets what is old gives what is left, and nothing is missing in it', async () => {
    const hub = await startHub()
    const lines: Lines = new Map()
    for (const text of ['一', '二', '三']) await putAt(hub, lines, '10', text)
    const office = await jetstreamManager(await hub.as('office'))
    await office.streams.update(JOURNALS, { max_age: 1_000_000_000, duplicate_window: 1_000_000_000 })
    while ((await office.streams.info(JOURNALS)).state.messages > 0) await sleep(100)
    const line = await connected(await feedOf(hub))
    expect([await heard(line, 1, 9), await line.newest()]).toEqual([[], { is: 'heard', value: 3 }])
    await putAt(hub, new Map(), '11', '四')
    await line.more(3, 5_000)
    expect([await heard(line, 1, 9), await heard(line, 3, 9)]).toEqual([['4:四'], ['4:四']])
    await line.close()
    await hub.close()
  })

  it('that lacks a message is asked a few times, by other lines, and never passes over it before that', async () => {
    const hub = await startHub()
    // A hub that lets messages be taken out, which ours does not.
    const office = await jetstreamManager(await hub.as('office'))
    const { config } = await office.streams.info(JOURNALS)
    await office.streams.delete(JOURNALS)
    await office.streams.add({ ...config, deny_delete: false, deny_purge: false })
    const lines: Lines = new Map()
    for (const text of ['一', '二', '三', '四', '五', '六']) await putAt(hub, lines, '10', text)
    for (const place of [3, 4]) await office.streams.deleteMessage(JOURNALS, place)
    const feed = await feedOf(hub)
    const said: (readonly string[] | string)[] = []
    for (let nth = 0; said.at(-1) !== '6:六' && nth < 20; nth++) {
      const line = await connected(feed)
      for (let place = 1; ;) {
        const got = await heard(line, place, 9)
        said.push(...(got === 'silence' ? [got] : got))
        if (got === 'silence' || got.length === 0 || said.at(-1) === '6:六') break
        place = Number(got.at(-1)?.split(':')[0]) + 1
        await line.more(place - 1, 1_000)
      }
      await line.close()
    }
    const tries = Array.from({ length: 5 }, () => ['1:一', '2:二', 'silence']).flat()
    expect(said).toEqual([...tries, '1:一', '2:二', '5:五', '6:六'])
    await ensureStream(await hub.as('office'), 1)
    await hub.close()
  })
})
