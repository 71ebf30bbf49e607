import { describe, expect, it } from 'vitest'
import { patienceMs, QUIET, settle, spoilt, withSign, type Settled } from './burst.ts'

/** Feeds signs with the gaps between them and gives everything that was settled, the rest by silence or Enter. */
function feed(text: string, gapsMs: readonly number[] | number): Settled[] {
  let burst = QUIET
  let atMs = 1000
  const settled: (Settled | null)[] = []
  Array.from(text).forEach((sign, i) => {
    atMs += i === 0 ? 0 : typeof gapsMs === 'number' ? gapsMs : (gapsMs[i - 1] ?? 0)
    const next = withSign(burst, sign, atMs)
    settled.push(next.before)
    burst = next.burst
  })
  return [...settled, settle(burst)].filter((each) => each !== null)
}
const typed = (text: string): Settled => ({ is: 'typed', text })
const scan = (code: string): Settled => ({ is: 'scan', code })

describe('a run of keys', () => {
  it.each([0, 1, 7, 16, 30])('%i ms apart is a scanner', (gap) => {
    expect(feed('6902088921014', gap)).toEqual([scan('6902088921014')])
  })

  it.each([100, 180, 400])('%i ms apart is a person', (gap) => {
    expect(feed('6902088', gap)).toEqual(Array.from('6902088', (sign) => typed(sign)))
  })

  it('with one stumble in it is still a scanner', () => {
    expect(feed('6902088921014', [7, 8, 7, 80, 7, 8, 7, 7, 8, 7, 7, 8])).toEqual([scan('6902088921014')])
  })

  it('of a fast roll of fingers is typed, whole and in order', () => {
    expect(feed('thunder', [40, 45, 60, 40, 70, 55])).toEqual([typed('thunder')])
  })

  it('of five signs is typed however fast it came', () => {
    expect(feed('12345', 5)).toEqual([typed('12345')])
  })

  it('of two codes with a pause between is two scans', () => {
    expect(feed('9638507496385074', [...Array<number>(7).fill(5), 300, ...Array<number>(7).fill(5)])).toEqual([
      scan('96385074'),
      scan('96385074'),
    ])
  })

  it('keeps signs that are not digits, and never loses one of an endless run', () => {
    expect(feed('S01-1-000001O', 5)).toEqual([scan('S01-1-000001O')])
    const long = 'x'.repeat(1300)
    const parts = feed(long, 40).map((each) => (each.is === 'scan' ? each.code : each.text))
    expect(parts.join('')).toBe(long)
    expect(Math.max(...parts.map(({ length }) => length))).toBe(511)
  })

  it('too long for a code is one scan of no code, and its end none of its own', () => {
    expect(feed('1'.repeat(511), 1)).toEqual([scan('1'.repeat(511))])
    expect(feed(`${'1'.repeat(600)}96385074`, 1)).toEqual([scan(`${'1'.repeat(511)}\ufffd`)])
  })

  it('of which something was lost is no code', () => {
    let burst = QUIET
    for (const [i, sign] of Array.from('01069012').entries()) burst = withSign(burst, sign, i).burst
    burst = withSign(spoilt(burst, 9), '7', 10).burst
    expect(settle(burst)).toEqual(scan('010690127\ufffd'))
  })

  it('waits less for a second sign than for the next of a run', () => {
    const one = withSign(QUIET, '6', 0).burst
    expect(patienceMs(one)).toBeLessThan(patienceMs(withSign(one, '9', 5).burst))
    expect(settle(QUIET)).toBeNull()
  })
})
