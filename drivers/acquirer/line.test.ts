import { afterEach, describe, expect, it } from 'vitest'
import {
  both,
  clockNow,
  closeAll,
  ECHO,
  isAnswer,
  lineTo,
  never,
  onData,
  passing,
  said,
} from '../../tests/acquirer/exchanging.ts'
import { PACKETS } from '../../tests/acquirer/vectors.ts'
import { packFrame, swappedTpdu } from './codec/frame.ts'
import { CUP_CLASSIC } from './codec/profile.ts'
import { PASSED_OVER_MAX } from './line.ts'
import { HOST_MOODS, LINE_MOODS, type Mood } from './virtual/moods.ts'

afterEach(closeAll)

describe('a line to an acquirer', () => {
  it('brings the answer, on a connection of its own that is closed then', async () => {
    const { host, echo } = await both()
    for (let turn = 1; turn <= 3; turn++) {
      expect(said(await echo())).toEqual(['00', 'nothing'])
      await expect.poll(host.lines).toBe(0)
      expect(host.heard()).toBe(turn)
    }
  })

  it.each<[Mood, unknown]>([
    ['no-answer', { is: 'silence', why: 'no-answer' }],
    ['lost-request', { is: 'silence', why: 'no-answer' }],
    ['late', { is: 'silence', why: 'no-answer' }],
    ['late-request', { is: 'silence', why: 'no-answer' }],
    ['doubled', ['00', 'nothing']],
    ['truncated', { is: 'silence', why: 'no-answer' }],
    ['two-in-one', ['00', 'nothing']],
    ['wrong-tpdu', { is: 'silence', why: 'no-answer' }],
    ['garbage', { is: 'silence', why: 'garbled' }],
    ['asks-sign-in', ['00', 'sign-in']],
  ])('tells %s for what it is, and the next exchange is as ever', async (mood, end) => {
    const { clock, host, echo } = await both()
    host.will(mood)
    const startMs = clock.elapsedMs()
    expect(said(await echo())).toEqual(end)
    if (JSON.stringify(end).includes('no-answer')) {
      expect(clock.elapsedMs() - startMs).toBeGreaterThanOrEqual(CUP_CLASSIC.responseMs)
      expect(clock.elapsedMs() - startMs).toBeLessThan(CUP_CLASSIC.responseMs + 5_000)
    }
    expect(host.moodsLeft()).toBe(0)
    // What comes late finds nobody: the next answer is its own.
    await clock.advance(200_000)
    expect(said(await echo())).toEqual(['00', 'nothing'])
  })

  it('knows all moods of the line', () => {
    expect(LINE_MOODS).toHaveLength(8)
    expect(HOST_MOODS).toHaveLength(14)
  })

  it('cut at any byte of the request it is silence, and never a request that did not leave', async () => {
    const { host, echo } = await both()
    const frameBytes = PACKETS.echo.length
    for (let at = 0; at <= frameBytes; at++) {
      host.will({ is: 'cut', what: 'request', at })
      expect(await echo(), `at byte ${at}`).toEqual({ is: 'silence', why: 'cut' })
      expect(host.heard(), `at byte ${at}`).toBe(at === frameBytes ? 1 : 0)
    }
    expect(said(await echo())).toEqual(['00', 'nothing'])
  })

  it('cut at any byte of the answer it is silence, until the last byte is here', async () => {
    const { host, echo } = await both()
    let at = 0
    for (; at < 500; at++) {
      host.will({ is: 'cut', what: 'answer', at })
      const exchanged = await echo()
      if (exchanged.is === 'answer') break
      expect(exchanged, `at byte ${at}`).toEqual({ is: 'silence', why: 'cut' })
    }
    expect(at).toBeGreaterThan(80)
    expect(host.heard()).toBe(at + 1)
  })

  it('passes over so many frames that are not the answer, and no more', async () => {
    const { tpdu, header, lengthLimit } = CUP_CLASSIC
    const frame = (message: Uint8Array, to = swappedTpdu(tpdu)): Uint8Array => {
      const packed = packFrame({ tpdu: to, header, message }, lengthLimit)
      return packed.ok ? packed.value : new Uint8Array()
    }
    const good = frame(Buffer.from('083000200000020000000000083030', 'hex'))
    const others = [
      frame(Buffer.from('083000200000020000000000093030', 'hex')),
      frame(Buffer.from('ffffffffffffffffffffffffffffff', 'hex')),
      frame(Buffer.from('083000200000020000000000083030', 'hex'), tpdu),
      Buffer.concat([Uint8Array.of(0, 30), Buffer.alloc(30, 0xee)]),
    ]
    const many = (count: number) => Array.from({ length: count }, (_none, at) => others[at % others.length] ?? good)
    for (const [count, end] of [
      [PASSED_OVER_MAX, ['00', 'nothing']],
      [PASSED_OVER_MAX + 1, { is: 'silence', why: 'garbled' }],
      [5_000, { is: 'silence', why: 'garbled' }],
    ] as const) {
      const clock = clockNow()
      const port = await onData((socket) => socket.write(Buffer.concat([...many(count), good])))
      expect(said(await passing(clock, lineTo(port, clock).exchange(ECHO, isAnswer, never())))).toEqual(end)
    }
  })

  it('takes an answer that comes byte by byte, and one behind which rubbish comes', async () => {
    const good = '001a600000000360310031100308300020000002000000000008' + '3030'
    for (const pieces of [
      [...Buffer.from(good, 'hex')].map((byte) => Uint8Array.of(byte)),
      [Buffer.from(`${good}ffffff`, 'hex')],
    ]) {
      const clock = clockNow()
      const port = await onData((socket) => {
        for (const piece of pieces) socket.write(piece)
      })
      expect(said(await passing(clock, lineTo(port, clock).exchange(ECHO, isAnswer, never())))).toEqual([
        '00',
        'nothing',
      ])
    }
  })

  it('a reader that stumbles over an answer does not bring the line down', async () => {
    const { clock, line } = await both()
    const stumbling = line.exchange(
      ECHO,
      () => {
        throw new RangeError('of another length')
      },
      never(),
    )
    expect(await passing(clock, stumbling)).toEqual({ is: 'silence', why: 'no-answer' })
  })

  it('what is longer than the profile lets through does not leave', async () => {
    const { clock, host, line } = await both()
    const long = line.exchange(new Uint8Array(CUP_CLASSIC.lengthLimit), isAnswer, never())
    expect(await passing(clock, long)).toEqual({ is: 'not-sent' })
    expect(host.heard()).toBe(0)
  })
})
