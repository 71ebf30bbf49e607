import { makeVirtualClock } from '#drivers/clock/virtual'
import type { Log } from '#drivers/log/port'
import { failed, type Message, type Messenger, type Sending } from '#drivers/messenger/port'
import { describe, expect, it } from 'vitest'
import { GIVEN_UP_MS, makeQueue, WAITING_MAX } from './queue.ts'

const message = (id: string, is: 'email' | 'sms' = 'email'): Message => ({
  ...{ id, to: { is, address: is === 'email' ? 'lisi@shop.cn' : '13800001234' } },
  ...{ subject: 'a refund', text: `the code is ${id}` },
})

/** A queue over a messenger that does as it is told, with all that was tried and when. */
function queueOver(send: (message: Message, stop?: AbortSignal) => Promise<Sending>) {
  const clock = makeVirtualClock(0)
  const closing = new AbortController()
  const tries: string[] = []
  const notes: string[] = []
  let changes = 0
  const note = (...said: unknown[]) => void notes.push(JSON.stringify(said))
  const log: Log = { note, fault: note }
  const messenger: Messenger = {
    channels: () => ['email', 'sms'],
    send: (each, stop) => {
      tries.push(`${each.id} at ${clock.elapsedMs()}`)
      return send(each, stop)
    },
  }
  const onChange = () => changes++
  const queue = makeQueue({ messenger, clock, log, closing: closing.signal, onChange })
  return { queue, clock, closing, tries, notes, changes: () => changes }
}
const never = () => new Promise<Sending>(() => undefined)

describe('the queue of messages', () => {
  it('sends one at a time each way, and both ways side by side', async () => {
    const ended: (() => void)[] = []
    const { queue, clock, tries } = queueOver(() => new Promise((resolve) => ended.push(() => resolve('sent'))))
    for (const each of [message('1'), message('2'), message('3', 'sms')]) queue.put(each)
    await clock.advance(0)
    expect(tries).toEqual(['1 at 0', '3 at 0'])
    ended[0]?.()
    await clock.advance(0)
    expect([tries, queue.state('1'), queue.state('2')]).toEqual([
      ['1 at 0', '3 at 0', '2 at 0'],
      { is: 'sent' },
      { is: 'waiting' },
    ])
  })

  it('tries three times with growing waits, and says why it gave up', async () => {
    const { queue, clock, tries, notes } = queueOver(() => Promise.resolve(failed('unreachable', 'ECONNREFUSED')))
    queue.put(message('7'))
    await clock.advance(GIVEN_UP_MS)
    expect(tries).toEqual(['7 at 0', '7 at 4000', '7 at 16000'])
    expect(queue.state('7')).toEqual({ is: 'failed', why: 'unreachable', text: 'ECONNREFUSED' })
    // Whom it was for and what it said is nobody's to read.
    expect(notes).toHaveLength(3)
    expect(notes.join()).toContain('email: unreachable, ECONNREFUSED')
    expect(notes.join()).not.toMatch(/lisi|code is|a refund/)
  })

  it('goes on with what reached nobody at first', async () => {
    let tried = 0
    const { queue, clock } = queueOver(() => Promise.resolve(++tried < 3 ? failed('timeout', 'late') : 'sent'))
    queue.put(message('1'))
    await clock.advance(GIVEN_UP_MS)
    expect([queue.state('1'), tried]).toEqual([{ is: 'sent' }, 3])
  })

  it.each(['refused', 'auth', 'bad-address', 'insecure'] as const)('does not try again what is %s', async (why) => {
    const { queue, clock, tries } = queueOver(() => Promise.resolve(failed(why, '')))
    queue.put(message('1'))
    await clock.advance(GIVEN_UP_MS)
    expect([tries, queue.state('1')]).toEqual([['1 at 0'], { is: 'failed', why, text: '' }])
  })

  it('gives up within a minute what waited behind others, without a try', async () => {
    const slow: Sending = failed('timeout', 'slow')
    const world = queueOver(async () => {
      await world.clock.wait(12_000)
      return slow
    })
    for (const id of ['1', '2', '3']) world.queue.put(message(id))
    await world.clock.advance(GIVEN_UP_MS)
    expect(world.tries).toEqual(['1 at 0', '1 at 16000', '1 at 40000'])
    expect(world.queue.state('3')).toEqual({ is: 'failed', why: 'timeout', text: 'waited too long' })
  })

  it(`takes ${WAITING_MAX} and no more until some are over`, async () => {
    const ended: (() => void)[] = []
    const { queue, clock } = queueOver(() => new Promise((resolve) => ended.push(() => resolve('sent'))))
    const puts = Array.from({ length: WAITING_MAX + 1 }, (_, i) => queue.put(message(String(i))).ok)
    expect(puts.filter((ok) => ok)).toHaveLength(WAITING_MAX)
    expect(queue.put(message('more'))).toEqual({ ok: false, why: 'too-many-messages' })
    await clock.advance(0)
    ended[0]?.()
    await clock.advance(0)
    expect(queue.put(message('more')).ok).toBe(true)
  })

  it('forgets old states, never ones that still wait', async () => {
    const { queue, clock } = queueOver(() => Promise.resolve('sent'))
    for (let i = 0; i < 60; i++) {
      queue.put(message(String(i)))
      await clock.advance(0)
    }
    expect([queue.state('0'), queue.state('59')]).toEqual([null, { is: 'sent' }])
  })

  it('goes on after a driver that threw, and keeps to itself what it threw', async () => {
    const { queue, clock, notes } = queueOver(({ id, text }) =>
      id === '1' ? Promise.reject(new Error(text)) : Promise.resolve('sent'),
    )
    queue.put(message('1'))
    queue.put(message('2'))
    await clock.advance(0)
    expect([queue.state('1'), queue.state('2')]).toMatchObject([{ why: 'refused', text: 'bug: Error' }, { is: 'sent' }])
    expect(notes.join()).not.toContain('code is')
  })

  it('ends with the station', async () => {
    const { queue, clock, closing } = queueOver((_, stop) =>
      stop
        ? new Promise((resolve) => stop.addEventListener('abort', () => resolve(failed('timeout', 'stopped'))))
        : never(),
    )
    queue.put(message('1'))
    queue.put(message('2', 'sms'))
    await clock.advance(0)
    closing.abort()
    await queue.idle()
    expect(queue.state('1')).toMatchObject({ why: 'timeout' })
  })
})
