import type { Random } from './port.ts'

/** The same chance every time from the same seed (mulberry32). For simulations; no secret may come from it. */
export function makeVirtualRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => next() & 0xff)
  return {
    below: (limit) => next() % limit,
    bytes,
    id: () => {
      const hex = Buffer.from(bytes(16)).toString('hex')
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
    },
  }
}
