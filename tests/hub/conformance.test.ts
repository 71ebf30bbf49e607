import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeRealClock } from '#drivers/clock/real'
import type { Hub, HubLine, Outgoing } from '#drivers/hub/port'
import { SAID_BYTES_MAX } from '#drivers/hub/names'
import { makeVirtualHub } from '#drivers/hub/virtual'
import { subjectOf, type Sender } from '#main/sync/batch'
import { postAs } from '../../build/hub/admin.ts'
import { startHub } from './hub.ts'

/** What a hub promises to stations, held against its twin, one real server, and three of them. */
interface Tried {
  /** Head office posts something, and rings. */
  readonly post: (name: string, payload: Uint8Array) => Promise<number>
  /** The hub as this station meets it. */
  readonly hubOf: (sender: Sender) => Promise<Hub>
  readonly close: () => Promise<void>
}

const TRIED: readonly (readonly [string, () => Promise<Tried>])[] = [
  [
    'the virtual hub',
    () => {
      const hub = makeVirtualHub(makeRealClock())
      const tried: Tried = {
        hubOf: (sender) => Promise.resolve(hub.hubOf(subjectOf(sender))),
        post: (name, payload) => Promise.resolve(hub.post(name, payload)),
        close: () => Promise.resolve(),
      }
      return Promise.resolve(tried)
    },
  ],
  ...([1, 3] as const).map((count): readonly [string, () => Promise<Tried>] => [
    count === 1 ? 'one server' : 'three servers',
    async () => {
      const hub = await startHub(count)
      const office = await hub.as('office')
      const post: Tried['post'] = (name, payload) => postAs(office, name, payload)
      return { hubOf: async (sender) => (await hub.enrol(sender)).hub, post, close: () => hub.close() }
    },
  ]),
]

const never = new AbortController().signal
const text = ({ payload }: { readonly payload: Uint8Array }): string => Buffer.from(payload).toString()
async function lineTo(hub: Hub): Promise<HubLine> {
  const line = await hub.connect(never)
  if (line.is !== 'line') throw new Error(line.is)
  return line
}

describe.each(TRIED)('%s', (_, start) => {
  let tried: Tried
  beforeAll(async () => {
    tried = await start()
  }, 60_000)
  afterAll(() => tried.close())

  let stations = 10
  async function fresh() {
    const sender = { shop: 's01', station: String(stations++) }
    const hub = await tried.hubOf(sender)
    const subject = subjectOf(sender)
    const message = (id: string, said = id): Outgoing => ({
      ...{ subject, id, headers: { 'J-First': id, 'J-Sig': 'a+/=' }, payload: Buffer.from(said) },
    })
    return { hub, subject, message, line: await lineTo(hub) }
  }
  const placeOf = (added: Awaited<ReturnType<HubLine['add']>>) => ('place' in added ? added.place : -1)

  it('has nothing of a station that has added nothing', async () => {
    const { line, subject } = await fresh()
    expect(await line.newest(subject)).toEqual({ is: 'heard', value: null })
    expect(await line.from(subject, 1, 64)).toEqual({ is: 'heard', value: [] })
    await line.close()
  })

  it('adds what goes behind the newest, and gives it back as it was', async () => {
    const { line, subject, message } = await fresh()
    const first = await line.add(message('a', '收款'), 0)
    const second = await line.add(message('b', ''), placeOf(first))
    expect([first.is, second.is]).toEqual(['added', 'added'])
    expect(placeOf(second)).toBeGreaterThan(placeOf(first))
    const newest = await line.newest(subject)
    expect(newest).toMatchObject({ is: 'heard', value: { subject, headers: message('b').headers } })
    const read = await line.from(subject, 1, 64)
    if (read.is !== 'heard') throw new Error('silence')
    expect(read.value.map(text)).toEqual(['收款', ''])
    expect(read.value.map(({ headers }) => headers)).toEqual([message('a').headers, message('b').headers])
    expect(read.value.map(({ place }) => place)).toEqual([placeOf(first), placeOf(second)])
    await line.close()
  })

  it('adds nothing behind anything but the newest', async () => {
    const { line, subject, message } = await fresh()
    const place = placeOf(await line.add(message('a'), 0))
    expect(await line.add(message('b'), 0)).toEqual({ is: 'elsewhere' })
    expect(await line.add(message('c'), place + 1)).toEqual({ is: 'elsewhere' })
    expect(await line.from(subject, 1, 64)).toMatchObject({ value: [{ place }] })
    await line.close()
  })

  it('has the same once, however often it is sent', async () => {
    const { line, subject, message } = await fresh()
    const place = placeOf(await line.add(message('a'), 0))
    // Three servers may say instead that the newest is another one: it is.
    const again = await line.add(message('a'), 0)
    expect([{ is: 'again', place }, { is: 'elsewhere' }]).toContainEqual(again)
    expect(await line.from(subject, 1, 64)).toMatchObject({ value: [{ place }] })
    await line.close()
  })

  it('adds the same once more behind something else', async () => {
    const { line, subject, message } = await fresh()
    const first = placeOf(await line.add(message('a'), 0))
    const second = placeOf(await line.add(message('b'), first))
    expect((await line.add(message('a'), second)).is).toBe('added')
    const read = await line.from(subject, 1, 64)
    expect(read.is === 'heard' && read.value.map(text)).toEqual(['a', 'b', 'a'])
    await line.close()
  })

  it('has names for each station’s own: what another has called the same is not the same', async () => {
    const [one, other] = [await fresh(), await fresh()]
    expect((await one.line.add(one.message('a'), 0)).is).toBe('added')
    expect((await other.line.add(other.message('a'), 0)).is).toBe('added')
    await Promise.all([one.line.close(), other.line.close()])
  })

  it('takes one of two that go behind the same, and says so to both', async () => {
    const { line, hub, subject, message } = await fresh()
    const other = await lineTo(hub)
    const added = [await line.add(message('a'), 0), await other.add(message('b'), 0)]
    expect(added.map(({ is }) => is)).toEqual(['added', 'elsewhere'])
    expect(await other.newest(subject)).toMatchObject({ value: { place: placeOf(added[0] ?? { is: 'silence' }) } })
    await Promise.all([line.close(), other.close()])
  })

  it('gives what is from a place on, and no more than is asked for', async () => {
    const { line, subject, message } = await fresh()
    const places: number[] = []
    for (let nth = 0; nth < 10; nth++) places.push(placeOf(await line.add(message(`n${nth}`), places.at(-1) ?? 0)))
    const read = async (place: number, most: number) => {
      const heard = await line.from(subject, place, most)
      return heard.is === 'heard' ? heard.value.map(text) : heard
    }
    expect(await read(places[4] ?? 0, 3)).toEqual(['n4', 'n5', 'n6'])
    expect(await read((places[4] ?? 0) + 1, 100)).toEqual(['n5', 'n6', 'n7', 'n8', 'n9'])
    expect(await read((places[9] ?? 0) + 1, 64)).toEqual([])
    const both = await Promise.all([read(1, 1), read(places[9] ?? 0, 1)])
    expect(both).toEqual([['n0'], ['n9']])
    await line.close()
  })

  it('lets no station add to the subject of another', async () => {
    const [one, other] = [await fresh(), await fresh()]
    expect(await one.line.add({ ...one.message('a'), subject: other.subject }, 0)).toEqual({ is: 'forbidden' })
    expect(await one.line.add({ ...one.message('b'), subject: 'j.s02.10' }, 0)).toEqual({ is: 'forbidden' })
    expect(await other.line.newest(other.subject)).toEqual({ is: 'heard', value: null })
    await Promise.all([one.line.close(), other.line.close()])
  })

  it('ends a line for good', async () => {
    const { line, subject, message } = await fresh()
    await line.close()
    await line.over
    expect(await line.add(message('a'), 0)).toEqual({ is: 'silence' })
    expect(await line.newest(subject)).toEqual({ is: 'silence' })
    expect(await line.from(subject, 1, 64)).toEqual({ is: 'silence' })
  })

  it('gives the newest that was posted under a name, and rings for it', async () => {
    const { line, subject } = await fresh()
    expect(await line.posting('s01.all.notices')).toEqual({ is: 'heard', value: null })
    const kinds: string[] = []
    const rung = new Promise<void>((resolve) =>
      line.onRing((kind) => {
        kinds.push(kind)
        if (kind === 'notices') resolve()
      }),
    )
    await line.posting('s01.all.none')
    await tried.post(`s01.${subject.split('.')[2] ?? ''}.profile`, Buffer.from('own'))
    await tried.post('s01.99.profile', Buffer.from('not ours'))
    const first = await tried.post('s01.all.notices', Buffer.from('一'))
    await rung
    expect(kinds).toEqual(['profile', 'notices'])
    const second = await tried.post('s01.all.notices', Buffer.from('二'))
    expect(second).toBeGreaterThan(first)
    const heard = await line.posting('s01.all.notices')
    if (heard.is !== 'heard' || heard.value === null) throw new Error('nothing is posted')
    expect([heard.value.name, heard.value.revision, text(heard.value)]).toEqual(['s01.all.notices', second, '二'])
    expect(await line.posting('s01.part.00')).toEqual({ is: 'heard', value: null })
    await line.close()
  })

  it('gives no shop what was posted for another', async () => {
    const { line } = await fresh()
    let rings = 0
    line.onRing(() => rings++)
    await line.posting('s01.all.none')
    await tried.post('s02.all.notices', Buffer.from('x'))
    // A line that may not ask is not answered: what it learns is nothing.
    expect(await line.posting('s02.all.notices')).not.toMatchObject({ value: { name: 's02.all.notices' } })
    expect(rings).toBe(0)
    await line.close()
  })

  it('says to the other stations of the shop what one of them says, and to nobody else', async () => {
    const [one, other] = [await fresh(), await fresh()]
    const elsewhere = await lineTo(await tried.hubOf({ shop: 's02', station: String(stations++) }))
    const heard: string[] = []
    one.line.onSaid((said) => heard.push(`own ${said}`))
    elsewhere.onSaid((said) => heard.push(`elsewhere ${said}`))
    const there = new Promise<void>((resolve) =>
      other.line.onSaid((said) => {
        heard.push(said)
        if (said === '二') resolve()
      }),
    )
    // What was asked and answered on each line comes after what it listens to.
    for (const line of [one.line, other.line, elsewhere]) await line.posting('s01.all.none')
    one.line.say('一')
    one.line.say('x'.repeat(SAID_BYTES_MAX + 1))
    one.line.say('二')
    await there
    await one.line.posting('s01.all.none')
    await elsewhere.posting('s02.all.none')
    expect(heard).toEqual(['一', '二'])
    await Promise.all([one.line.close(), other.line.close(), elsewhere.close()])
    one.line.say('三')
  })
})
