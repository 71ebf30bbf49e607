import { describe, expect, it } from 'vitest'
import { makeVirtualClock } from '#drivers/clock/virtual'
import type { Watermark } from '#drivers/ledger/feed'
import { Saying, type Mark } from './saying.ts'

/** Who is told what, and when. */
const markOf = (station: string, seq: number): Mark => ({
  ...{ shop: 's01', station, branch: `${station}-e1`, seq, hash: `h${seq}` },
})

function started(sayMs = 1_000) {
  const clock = makeVirtualClock(0)
  const said: (readonly [number, Watermark])[] = []
  const deaf = { times: 0 }
  const closing = new AbortController()
  const saying = new Saying({
    ...{ clock, sayMs },
    watermarks: {
      publish: (mark) => {
        if (deaf.times-- > 0) return Promise.resolve(false)
        said.push([clock.elapsedMs(), mark])
        return Promise.resolve(true)
      },
    },
  })
  const ended = saying.run(closing.signal)
  const end = async () => {
    closing.abort()
    await ended
  }
  const seqs = () => said.map(([ms, { station, seq }]) => `${ms} ${station} ${seq}`)
  return { clock, saying, said, seqs, deaf, end }
}

describe('what stations are told', () => {
  it('is the newest, at most once a second and station, and the last always', async () => {
    const { clock, saying, seqs, end } = started()
    for (let seq = 1; seq <= 25; seq++) {
      saying.owe(markOf('01', seq))
      if (seq === 12) saying.owe(markOf('02', 1))
      await clock.advance(100)
    }
    await clock.advance(5_000)
    expect(seqs()).toEqual(['0 01 1', '1000 01 10', '1100 02 1', '2000 01 20', '3000 01 25'])
    await end()
  })

  it('is said again where it could not be said, later each time, and at the end once more', async () => {
    const { clock, saying, seqs, deaf, end } = started()
    deaf.times = 4
    saying.owe(markOf('01', 1))
    await clock.advance(1_400)
    expect(seqs()).toEqual([])
    saying.owe(markOf('01', 2))
    await clock.advance(200)
    expect(seqs()).toEqual(['1500 01 2'])
    saying.owe(markOf('01', 3))
    await clock.advance(100)
    await end()
    expect(seqs().at(-1)).toBe('1700 01 3')
  })

  it('has with it what a station is asked for, until that is over', async () => {
    const { clock, saying, said, end } = started()
    const again = { id: '01-e1:3:1', from: 3 }
    saying.ask(markOf('01', 2), again)
    await clock.advance(1_000)
    saying.owe(markOf('01', 5))
    await clock.advance(1_000)
    saying.ask(markOf('01', 9), null)
    await clock.advance(1_000)
    expect(said.map(([, mark]) => [mark.seq, mark.again])).toEqual([
      [2, again],
      [5, again],
      [9, null],
    ])
    await end()
  })

  it('is as rare as head office wants it', async () => {
    const { clock, saying, seqs, end } = started(60_000)
    for (let seq = 1; seq <= 90; seq++) {
      saying.owe(markOf('01', seq))
      await clock.advance(1_000)
    }
    await end()
    expect(seqs()).toEqual(['0 01 1', '60000 01 60', '90000 01 90'])
  })
})
