import { expect, it } from 'vitest'
import { formatAnchor, readAnchor } from './anchor.ts'

it('is read as it is printed, and from nothing else', () => {
  const anchor = { seq: 4219, hash: 'NS-eX_qd' }
  expect(readAnchor(` ${formatAnchor(anchor)} `)).toEqual(anchor)
  for (const text of ['', '4219', '4219-NSFeXfq', '4219-NSFeXfqdd', 'x-NSFeXfqd', '4219 NSFeXfqd'])
    expect(readAnchor(text)).toBeNull()
})
