import { describe, expect, it } from 'vitest'
import type { Clock } from '#drivers/clock/port'
import { makeRealClock } from '#drivers/clock/real'
import type { HubMessage } from '#drivers/hub/port'
import type { JournalFeed } from '#drivers/ledger/feed'
import { makeVirtualFeed } from '#drivers/ledger/virtual-feed'
import { checkLedger } from '#main/ledger/check'
import { boxEach, SENDER, type HubBox } from './hub-box.ts'
import { lived, NEW_LIFE, some } from './lives.ts'
import { comes, running, type Running } from './projecting.ts'

/** What one of the hub's servers lacks, or all of them: a station's gap holds up nobody, and is closed. */
const life = lived(NEW_LIFE, '01', some(60))
const other = lived(NEW_LIFE, '02', some(30))
const OTHER = { shop: 's01', station: '02' }
let box: HubBox
boxEach((own) => (box = own))

/** A minute passes in three seconds. */
const TIMES = 20
const hasty = ({ nowMs, elapsedMs, wait }: Clock): Clock => ({
  ...{ nowMs, elapsedMs: () => elapsedMs() * TIMES, wait: (ms, signal) => wait(ms / TIMES, signal) },
})

/** A hub of which each line meets another server, the first one first. */
function serversOf(...servers: readonly ((all: readonly HubMessage[]) => readonly HubMessage[])[]) {
  const clock = hasty(makeRealClock())
  const newest = {
    newest: () => Promise.resolve({ is: 'heard' as const, value: box.hub.messages().at(-1)?.place ?? 0 }),
  }
  let lines = 0
  const feed: JournalFeed = {
    connect: async (noMore) => {
      const server = servers[lines++ % servers.length] ?? ((all) => all)
      const line = await makeVirtualFeed(() => server(box.hub.messages()), clock).connect(noMore)
      // What leads knows how far it is, whoever is asked for messages.
      return line.is === 'line' ? { ...line, ...newest } : line
    },
  }
  return { feed, lines: () => lines }
}
const whole = (all: readonly HubMessage[]) => all
const without =
  (...places: readonly number[]) =>
  (all: readonly HubMessage[]) =>
    all.filter(({ place }) => !places.includes(place))

const started = (feed: JournalFeed): Running => running({ ledger: box.ledger, feed }, { clock: hasty(makeRealClock()) })
const seqOf = async (station: string) =>
  (await box.ledger.standing()).find((each) => each.station === station)?.seq ?? 0
const sound = async () => expect((await checkLedger(box.scratch.office)).faults).toEqual([])

describe('what a server of the hub lacks', () => {
  it('is read from another one, while other stations go on, and is no evidence', async () => {
    await box.enrol()
    await box.enrol(OTHER)
    box.put(life, 1, 5)
    box.put(life, 6, 9)
    box.put(life, 10, 20)
    box.put(other, 1, 30, OTHER)
    const { feed, lines } = serversOf(without(2), without(2), without(2), whole)
    const projector = started(feed)
    await comes(async () => (await seqOf('02')) === 30)
    expect([await seqOf('01'), await box.met()]).toEqual([5, ['s01 01 gap 1']])
    await comes(async () => (await seqOf('01')) === 20)
    await comes(async () => (await box.evidence()).length === 0)
    box.put(life, 21, 60)
    await comes(async () => (await seqOf('01')) === 60)
    await comes(() => Promise.resolve(projector.said.get('s01.01')?.seq === 60))
    await projector.end()
    expect([lines(), projector.said.get('s01.01')?.again, await box.met()]).toEqual([4, null, []])
    await sound()
  })

  it('is asked for where no server has it, and taken when it comes', async () => {
    await box.enrol()
    box.put(life, 1, 5)
    box.put(life, 6, 9)
    box.put(life, 10, 20)
    const { feed } = serversOf(without(2))
    const first = started(feed)
    await comes(async () => (await box.evidence()).length === 1)
    await first.end()
    // What is missing is known from the ledger alone.
    const projector = started(feed)
    const again = () => projector.said.get('s01.01')?.again ?? null
    await comes(() => Promise.resolve(again() !== null))
    // Before it stands what tells the demands of one program from those of the next.
    const id: unknown = expect.stringMatching(/^[0-9a-z]{8}:01-e1:6:1$/)
    expect(projector.said.get('s01.01')).toMatchObject({ seq: 5, again: { id, from: 6 } })
    box.put(life, 21, 25)
    // It sends again in other pieces, and has more by now.
    box.put(life, 6, 15)
    box.put(life, 16, 25)
    box.put(life, 26, 60)
    await comes(async () => (await seqOf('01')) === 60)
    await comes(() => Promise.resolve(again() === null && projector.said.get('s01.01')?.seq === 60))
    await comes(async () => (await box.evidence()).length === 0)
    expect([await box.met(), await box.ledger.lacking()]).toEqual([[], []])
    await projector.end()
    await sound()
  })

  it('is kept as it is where it is another life’s, however often it is read', async () => {
    await box.enrol()
    box.put(life, 1, 5)
    const copy = lived({ ...life, lines: life.lines.slice(0, 5), hashes: life.hashes.slice(0, 5) }, '01', some(9))
    box.put(life, 6, 9)
    box.put(copy, 6, 8)
    box.put(copy, 12, 14)
    const { feed } = serversOf(whole)
    const projector = started(feed)
    await comes(() => Promise.resolve((projector.said.get('s01.01')?.again ?? null) !== null))
    box.put(life, 10, 20)
    await comes(async () => (await seqOf('01')) === 20)
    await comes(async () => (await box.ledger.lacking()).length === 0)
    await projector.end()
    expect(await box.met()).toEqual(['s01 01 fork 1', 's01 01 gap 1'])
    expect(await box.evidence()).toEqual([
      { ...SENDER, why: 'fork', place: 3 },
      { ...SENDER, why: 'gap', place: 4 },
    ])
    await sound()
  })
})

describe('a server of the hub that is behind', () => {
  it('is left for another one', async () => {
    await box.enrol()
    box.put(life, 1, 5)
    const { feed } = serversOf((all) => all.slice(0, 1), whole)
    const projector = started(feed)
    await comes(async () => (await seqOf('01')) === 5)
    box.put(life, 6, 9)
    await comes(async () => (await seqOf('01')) === 9)
    await projector.end()
    expect(projector.state().rescans).toBe(0)
  })

  it('is no reason to read all of it again', async () => {
    await box.enrol()
    box.put(life, 1, 5)
    box.put(life, 6, 9)
    const before = started(serversOf(whole).feed)
    await comes(async () => (await seqOf('01')) === 9)
    await before.end()
    box.put(life, 10, 12)
    // One of them counts otherwise than the others.
    const shifted = (all: readonly HubMessage[]) => all.slice(1).map((each, nth) => ({ ...each, place: nth + 1 }))
    const { feed, lines } = serversOf(shifted, shifted, whole)
    const projector = started(feed)
    await comes(async () => (await seqOf('01')) === 12)
    await projector.end()
    expect([projector.state().rescans, lines()]).toEqual([0, 3])
  })
})
