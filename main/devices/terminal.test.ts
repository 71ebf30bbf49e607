import { afterEach, expect, it } from 'vitest'
import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { makeDialTerminal } from '#drivers/terminal/connection'
import { makeNexoTerminal } from '#drivers/terminal/nexo'
import { makeVirtualTerminal, type VirtualTerminal } from '#drivers/terminal/virtual'
import { passing } from '../../tests/world/passing.ts'
import { watchTerminal } from './terminal.ts'

const open: VirtualTerminal[] = []
afterEach(async () => {
  for (const twin of open.splice(0)) await twin.close()
})

async function watched() {
  const [clock, random] = [makeVirtualClock(1_000), makeVirtualRandom(1)]
  const twin = await makeVirtualTerminal({ clock, random })
  open.push(twin)
  const dial = makeDialTerminal({ host: '127.0.0.1', port: twin.port }, clock)
  const terminal = makeNexoTerminal({ dial, clock, random, parties: { sale: 'S01', terminal: 'POI1' } })
  let changes = 0
  const own = watchTerminal({ terminal, clock, onChange: () => changes++ })
  return { clock, twin, own, terminal, changes: () => changes }
}

it('a payment terminal is greeted at once, and says how it is when somebody asks', async () => {
  const { clock, twin, own, terminal, changes } = await watched()
  expect(own.view()).toEqual({ state: 'absent', said: null })
  await passing(clock, new Promise<void>((resolve) => terminal.onStatus(resolve)))
  expect([own.view(), changes()]).toEqual([{ state: 'ready', said: null }, 1])
  await passing(clock, own.ask?.() ?? Promise.resolve())
  expect(own.view()).toMatchObject({ state: 'ready', said: { what: 'ok', away: [] } })
  await terminal.close()
  twin.setMood('away')
  await passing(clock, own.ask?.() ?? Promise.resolve())
  expect(own.view()).toMatchObject({ state: 'absent', said: { what: 'absent', away: [] } })
})

it('where the settings name none there is none to ask', () => {
  const own = watchTerminal({ clock: makeVirtualClock(0), onChange: () => undefined })
  expect([own.view(), own.ask]).toEqual([null, null])
})
