import { describe, expect, it } from 'vitest'
import { localTime } from './receipt-parts.ts'
import { dayOf, momentOf } from './shop-day.ts'

const HOUR_MS = 3_600_000
const ZONES = ['Asia/Shanghai', 'America/Sao_Paulo', 'Europe/Berlin', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']

describe('a day of the shop', () => {
  it('begins at midnight of the shop’s own clock', () => {
    const from = Date.UTC(2026, 4, 3, 16)
    expect(dayOf('2026-05-04', 'Asia/Shanghai')).toEqual({ from, to: from + 24 * HOUR_MS - 1 })
  })

  it.each(ZONES)('has every moment that the clock there says is of that day, and no other: %s', (zone) => {
    for (let atMs = Date.UTC(2018, 0, 1, 5, 7); atMs < Date.UTC(2018, 11, 31); atMs += 31 * HOUR_MS) {
      const day = localTime(atMs, zone).slice(0, 10)
      const { from, to } = dayOf(day, zone) ?? { from: NaN, to: NaN }
      expect(from <= atMs && atMs <= to).toBe(true)
      const dates = [from - 1, from, to, to + 1].map((each) => localTime(each, zone).slice(0, 10))
      expect(dates.map((date) => date === day)).toEqual([false, true, true, false])
    }
  })

  it('is as long as its clock says, where summer time begins or ends', () => {
    const hours = (day: string) => {
      const { from, to } = dayOf(day, 'Europe/Berlin') ?? { from: 0, to: 0 }
      return (to + 1 - from) / HOUR_MS
    }
    expect(['2026-03-29', '2026-10-25', '2026-10-26'].map(hours)).toEqual([23, 25, 24])
  })

  it.each(['2026-02-30', '2026-13-01', '2026-5-4', '04.05.2026', '', '2026-05-04T00'])('is none: %j', (day) => {
    expect(dayOf(day, 'Asia/Shanghai')).toBeNull()
  })
})

it('a time that the clock never shows is the next one it does', () => {
  expect(localTime(momentOf('2026-03-29 02:30:00', 'Europe/Berlin') ?? 0, 'Europe/Berlin')).toBe('2026-03-29 03:00:00')
  expect(momentOf('2026-05-04 24:00:00', 'Asia/Shanghai')).toBeNull()
})
