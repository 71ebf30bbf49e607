import type { Shell, Station, WindowRole } from './port.ts'
import { REOPENS_MAX } from './reopen.ts'
import { Windows } from './windows.ts'
import { expect, test } from 'vitest'

/** A shell whose openings succeed or fail as the test says, and the station's side of it. */
function open(roles: readonly WindowRole[] = ['cashier']) {
  const log: string[] = []
  const failures: (() => Error)[] = []
  const pushed: string[] = []
  let heard: Station | null = null
  let change: () => void = () => undefined
  const shell: Pick<Shell, 'start' | 'open' | 'push' | 'stop'> = {
    start: (station) => {
      log.push('start')
      heard = station
      return Promise.resolve()
    },
    open: (role) => {
      log.push(`open ${role}`)
      const failure = failures.shift()
      return failure ? Promise.reject(failure()) : Promise.resolve()
    },
    push: (role, view) => pushed.push(`${role} ${view}`),
    stop: () => Promise.resolve(void log.push('stop')),
  }
  const windows = new Windows({
    // Neither facts nor secrets are asked for by windows.
    shell: shell as Shell,
    station: {
      answer: (role, text) => Promise.resolve(`${role} ${text}`),
      view: (role) => ({ role }) as never,
      onChange: (listener) => void (change = listener),
      close: () => Promise.resolve(void log.push('close')),
    },
    roles,
    end: (code, sentence) => void log.push(`end ${code} ${sentence?.includes('everything is saved') ?? ''}`.trim()),
  })
  const station = (): Station => heard ?? windows
  return { windows, log, failures, pushed, station, change: () => change() }
}
const another = (log: string[]) => ({
  answer: (role: WindowRole, text: string) => Promise.resolve(`anew ${role} ${text}`),
  view: (role: WindowRole) => ({ role, anew: true }) as never,
  onChange: () => undefined,
  close: () => Promise.resolve(void log.push('close anew')),
})
const settled = () => new Promise(setImmediate)
const died = () => new Error('it died')

test('a change is shown in every window', async () => {
  const { windows, pushed, change } = open(['cashier', 'customer'])
  await windows.begin()
  change()
  expect(pushed).toEqual(['cashier {"role":"cashier"}', 'customer {"role":"customer"}'])
})

test('a window that crashed is opened again, and an opening that fails is tried again', async () => {
  const { windows, log, failures, station } = open()
  await windows.begin()
  failures.push(died)
  station().gone('cashier', 'crashed')
  await settled()
  expect(log).toEqual(['start', 'open cashier', 'open cashier', 'open cashier'])
})

test('a window that keeps going away ends the station with its sentence, saved first', async () => {
  const { windows, log, station } = open()
  await windows.begin()
  for (let i = 0; i <= REOPENS_MAX; i++) station().gone('cashier', 'crashed')
  await settled()
  expect(log.slice(1 + 1 + REOPENS_MAX)).toEqual(['close', 'stop', 'end 75 true'])
})

test('openings that all fail end it too', async () => {
  const { windows, log, failures, station } = open()
  await windows.begin()
  failures.push(...Array.from({ length: 10 }, () => died))
  station().gone('cashier', 'crashed')
  await settled()
  expect(log.slice(2)).toEqual([
    ...Array.from({ length: REOPENS_MAX }, () => 'open cashier'),
    'close',
    'stop',
    'end 75 true',
  ])
})

test('when the program goes while a window is opened again, all is opened once, and counted once', async () => {
  const { windows, log, failures, station } = open(['cashier', 'customer'])
  await windows.begin()
  log.length = 0
  failures.push(() => {
    station().shellGone('killed')
    return died()
  })
  station().gone('cashier', 'crashed')
  await settled()
  expect(log).toEqual(['open cashier', 'start', 'open cashier', 'open customer'])
})

test('the first opening is over when its windows are there, even if the program went meanwhile', async () => {
  const { windows, log, failures, station } = open()
  failures.push(() => {
    station().shellGone('killed')
    return died()
  })
  await windows.begin()
  expect(log).toEqual(['start', 'open cashier', 'start', 'open cashier'])
})

test("closing the cashier's window ends the station, closing the customer's does not", async () => {
  const { windows, log, station } = open(['cashier', 'customer'])
  await windows.begin()
  log.length = 0
  station().gone('customer', 'closed')
  await settled()
  station().gone('cashier', 'closed')
  await settled()
  expect(log).toEqual(['open customer', 'close', 'stop', 'end 0'])
})

test('a second start raises the window; that it is just being opened again does no harm', async () => {
  const { windows, log, failures } = open()
  await windows.begin()
  failures.push(() => new Error('the shell is not running'))
  windows.raise()
  await settled()
  expect(log).toEqual(['start', 'open cashier', 'open cashier'])
})

test('a station that is started anew is shown in the same windows, and the old one says nothing more', async () => {
  const { windows, log, pushed, change } = open()
  await windows.begin()
  windows.restart(() => Promise.resolve(another(log)))
  await settled()
  change()
  expect(pushed).toEqual(['cashier {"role":"cashier","anew":true}'])
  expect(await windows.answer('cashier', 'x')).toBe('anew cashier x')
  await windows.ending()
  windows.restart(() => Promise.reject(new Error('nothing is opened any more')))
  await settled()
  expect(log).toEqual(['start', 'open cashier', 'close', 'close anew', 'stop'])
})

test('who ends the program while the station is started anew ends the new one', async () => {
  const { windows, log } = open()
  await windows.begin()
  let opened: () => void = () => undefined
  windows.restart(async () => {
    await new Promise<void>((resolve) => (opened = resolve))
    return another(log)
  })
  await settled()
  const ending = windows.ending()
  opened()
  await ending
  expect(log).toEqual(['start', 'open cashier', 'close', 'close anew', 'stop'])
})
