import { makeVirtualClock, type VirtualClock } from '../clock/virtual.ts'
import { makeVirtualHub, type VirtualHub } from '../hub/virtual.ts'
import type { HubLine } from '../hub/port.ts'
import { beforeEach, expect, it } from 'vitest'
import { makeHubFloor } from './hub.ts'
import type { Joined, Neighbour } from './port.ts'

const never = new AbortController().signal
const neighbour = (station: string): Neighbour => ({ station, publicKey: `key ${station}` })
let clock: VirtualClock
let hub: VirtualHub
let roster: Neighbour[]

/** A station of the shop, with a line that the test opens and cuts. */
function seat(station: string) {
  const listeners: ((line: HubLine) => void)[] = []
  const floor = makeHubFloor({ clock, roster: () => roster, onLine: (listener) => void listeners.push(listener) })
  const joined = floor.join(neighbour(station))
  const heard: string[] = []
  let changes = 0
  joined.onText((text) => heard.push(text))
  joined.onStations(() => changes++)
  const dial = async () => {
    const dialled = hub.hubOf(`j.s01.${station}`).connect(never)
    await clock.advance(10)
    const line = await dialled
    if (line.is !== 'line') throw new Error(line.is)
    for (const listener of listeners) listener(line)
    await clock.advance(0)
    return line
  }
  return { joined, heard, dial, changes: () => changes }
}
const there = (joined: Joined) => joined.stations().map(({ station }) => station)

beforeEach(() => {
  clock = makeVirtualClock(0)
  hub = makeVirtualHub(clock)
  roster = ['01', '02', '03'].map(neighbour)
})

it('has in reach who is there, as soon as both are, and tells when that changes', async () => {
  const [one, two] = [seat('01'), seat('02')]
  await one.dial()
  expect(there(one.joined)).toEqual([])
  const line = await two.dial()
  expect([there(one.joined), there(two.joined)]).toEqual([['02'], ['01']])
  expect([one.changes(), two.changes()]).toEqual([1, 1])
  await line.close()
  await clock.advance(0)
  expect(there(two.joined)).toEqual([])
  for (let each = 0; each < 5; each++) await clock.advance(5_000)
  expect([there(one.joined), one.changes()]).toEqual([[], 2])
  await two.dial()
  expect(there(one.joined)).toEqual(['02'])
})

it('keeps in reach who says nothing else', async () => {
  const [one, two] = [seat('01'), seat('02')]
  await one.dial()
  await two.dial()
  for (let each = 0; each < 50; each++) await clock.advance(5_000)
  expect([there(one.joined), one.changes(), one.heard]).toEqual([['02'], 1, []])
})

it('brings what one says to the others, and not to itself', async () => {
  const [one, two, three] = [seat('01'), seat('02'), seat('03')]
  for (const each of [one, two, three]) await each.dial()
  one.joined.send('一')
  await clock.advance(0)
  expect([one.heard, two.heard, three.heard]).toEqual([[], ['一'], ['一']])
})

it('counts nobody whom head office does not name', async () => {
  roster = [neighbour('01')]
  const [one, two] = [seat('01'), seat('02')]
  await one.dial()
  await two.dial()
  expect(there(one.joined)).toEqual([])
  roster = ['01', '02'].map(neighbour)
  await clock.advance(5_000)
  expect(there(one.joined)).toEqual(['02'])
})

it('says and hears nothing once it has left', async () => {
  const [one, two] = [seat('01'), seat('02')]
  await one.dial()
  await two.dial()
  one.joined.leave()
  one.joined.send('一')
  two.joined.send('二')
  for (let each = 0; each < 5; each++) await clock.advance(5_000)
  expect([one.heard, two.heard, there(two.joined)]).toEqual([[], [], []])
})
