import { expect, it } from 'vitest'
import { keepKey, keysIn } from './vaulted.ts'

/** Keys and the numbers of their certificates: `A`, `B`, `C` stand for PEM. */
function vault(writesLeft = Infinity) {
  const kept = new Map<string, string>()
  let left = writesLeft
  return {
    get: (name: string) => kept.get(name) ?? null,
    put: (name: string, text: string | null) => {
      if (left-- <= 0) return Promise.reject(new Error('the power is cut'))
      if (text === null) kept.delete(name)
      else kept.set(name, text)
      return Promise.resolve()
    },
    cutAfter: (writes: number) => void (left = writes),
  }
}

it('has the first key in force at once where the settings name a certificate, else waiting for one', async () => {
  const [named, unnamed] = [vault(), vault()]
  await keepKey(named, 'S1', 'A')
  expect(keysIn(named, 'S1')).toEqual({ inForce: 'A', waiting: null })
  // A number that was mistyped and put right.
  expect(keysIn(named, 'S9')).toEqual({ inForce: 'A', waiting: null })
  await keepKey(unnamed, null, 'A')
  expect(keysIn(unnamed, null)).toEqual({ inForce: null, waiting: 'A' })
  expect(keysIn(unnamed, 'S1')).toEqual({ inForce: 'A', waiting: null })
})

it('goes over to the one that waits with the number, and back with it until another is made', async () => {
  const keys = vault()
  await keepKey(keys, 'S1', 'A')
  await keepKey(keys, 'S1', 'B')
  expect(keysIn(keys, 'S1')).toEqual({ inForce: 'A', waiting: 'B' })
  expect(keysIn(keys, 'S2')).toEqual({ inForce: 'B', waiting: null })
  expect(keysIn(keys, 'S1').inForce).toBe('A')
  await keepKey(keys, 'S2', 'C')
  expect(keysIn(keys, 'S2')).toEqual({ inForce: 'B', waiting: 'C' })
  expect(keysIn(keys, 'S3')).toEqual({ inForce: 'C', waiting: null })
})

it('has the same key in force whatever a power cut leaves of a change', async () => {
  for (const writes of [0, 1]) {
    const keys = vault()
    await keepKey(keys, 'S1', 'A')
    await keepKey(keys, 'S1', 'B')
    keys.cutAfter(writes)
    await expect(keepKey(keys, 'S2', 'C')).rejects.toThrow('the power is cut')
    expect(keysIn(keys, 'S2')).toEqual({ inForce: 'B', waiting: null })
  }
})
