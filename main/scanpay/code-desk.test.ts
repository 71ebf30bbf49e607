import { expect, it } from 'vitest'
import { makeVirtualClock } from '#drivers/clock/virtual'
import { CODE_MS, makeCodeDesk } from './code-desk.ts'

const CODE = '134567890123456789'
const opened = () => {
  const clock = makeVirtualClock(0)
  const desk = makeCodeDesk({ wait: clock.wait, isCode: (text) => /^\d{18}$/.test(text) })
  const changes: boolean[] = []
  desk.onChange(() => changes.push(desk.isAsking()))
  const stop = new AbortController()
  return { clock, desk, changes, stop, ask: () => desk.ask(stop.signal) }
}

it('takes the first payment code while one is asked for, and nothing else', async () => {
  const { desk, ask, changes } = opened()
  expect([desk.take(CODE), desk.showOurs(), desk.isAsking()]).toEqual(['none', false, false])
  const asked = ask()
  expect([desk.isAsking(), desk.take('6902088921014')]).toEqual([true, 'no-code'])
  expect(desk.take(` ${CODE}\n`)).toBe('taken')
  expect(await asked).toEqual({ is: 'code', code: CODE })
  expect([desk.take(CODE), changes]).toEqual(['none', [true, false]])
})

it('gives the shop’s own code instead where the customer wants that', async () => {
  const { desk, ask } = opened()
  const asked = ask()
  expect(desk.showOurs()).toBe(true)
  expect(await asked).toEqual({ is: 'ours' })
})

it('ends by itself, by whoever gives up, and for a second one at once', async () => {
  const late = opened()
  const asked = late.ask()
  expect(await late.ask()).toEqual({ is: 'given-up' })
  await late.clock.advance(CODE_MS)
  expect([await asked, late.desk.isAsking()]).toEqual([{ is: 'late' }, false])
  const left = opened()
  const going = left.ask()
  left.stop.abort()
  expect([await going, left.desk.isAsking()]).toEqual([{ is: 'given-up' }, false])
})
