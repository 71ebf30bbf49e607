import { describe, expect, it } from 'vitest'
import { makeVirtualClock } from '../clock/virtual.ts'
import { silenceOf, troubleOf } from './troubles.ts'
import { LOOK_MS, makeWatch, SETTLE_MS } from './watch.ts'

/** Texts as the packages and the kernel gave them on the bench. */
describe('what went wrong, read from what a package says', () => {
  it.each([
    ['open error: permission denied (errno 13)', 'denied'],
    ['Error: Permission denied, cannot open /dev/ttyACM0', 'denied'],
    ['claimInterface error: interface is busy (errno 16)', 'busy'],
    ['Error Resource temporarily unavailable Cannot lock port', 'busy'],
    ['open error: device not found (errno 2)', 'absent'],
    ['Error: No such file or directory, cannot open /dev/ttyACM9', 'absent'],
    ['open error: device disconnected (errno 19)', 'absent'],
    ['claimInterface error: endpoint not found', 'fault'],
    ['something nobody has heard of', 'fault'],
    // Not the digits alone: this is a number that only begins like one of those.
    ['claimInterface error: unknown error (errno 131)', 'fault'],
  ])('%s: %s', (text, trouble) => {
    expect(troubleOf(new Error(text))).toBe(trouble)
  })

  it.each([
    ['transferIn error: Cancelled', 'late'],
    ['transferIn error: transfer was cancelled', 'late'],
    ['transferIn error: Stall', 'stalled'],
    ['transferIn error: endpoint stalled', 'stalled'],
    ['transferIn error: Disconnected', 'gone'],
    ['transferIn error: device disconnected', 'gone'],
    ['transferIn error: Unknown(71)', 'gone'],
  ])('%s: %s', (text, silence) => {
    expect(silenceOf(new Error(text))).toBe(silence)
    expect(silenceOf(text)).toBe(silence)
  })
})

describe('a look at what is plugged in', () => {
  const watching = async () => {
    const clock = makeVirtualClock(0)
    const state = { paths: ['a'], looks: 0, told: [] as string[][] }
    const watch = makeWatch(clock, () => {
      state.looks++
      return Promise.resolve(state.paths)
    })
    watch.onChange((paths) => state.told.push([...paths]))
    await clock.advance(0)
    return { clock, state, watch }
  }

  it('tells of a change at the next look, and again when it has settled', async () => {
    const { clock, state, watch } = await watching()
    await clock.advance(LOOK_MS)
    expect(state.told).toEqual([])
    state.paths = ['a', 'b']
    await clock.advance(LOOK_MS)
    expect(state.told).toEqual([['a', 'b']])
    for (const ms of SETTLE_MS) await clock.advance(ms)
    expect(state.told).toHaveLength(1 + SETTLE_MS.length)
    await clock.advance(10 * LOOK_MS)
    expect(state.told).toHaveLength(1 + SETTLE_MS.length)
    watch.close()
  })

  it('looks at once when the system has said a word, and a little later too', async () => {
    const { clock, state, watch } = await watching()
    state.paths = []
    watch.look()
    await clock.advance(0)
    expect(state.told).toEqual([[]])
    // The word came before there was anything to see.
    await clock.advance(10 * LOOK_MS)
    const before = state.told.length
    watch.look()
    await clock.advance(0)
    state.paths = ['c']
    await clock.advance(SETTLE_MS[0])
    expect(state.told.slice(before)).toEqual([['c']])
    watch.close()
  })

  it('tells of one in the place of another, and nothing once it is closed', async () => {
    const { clock, state, watch } = await watching()
    state.paths = ['z']
    await clock.advance(LOOK_MS)
    expect(state.told).toEqual([['z']])
    watch.close()
    const { looks } = state
    state.paths = []
    await clock.advance(10 * LOOK_MS)
    expect([state.told.length, state.looks]).toEqual([1, looks])
  })
})
