import { done, refused } from '#domain/result'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { makeVirtualScanner } from '#drivers/scanner/virtual'
import { expect, it } from 'vitest'
import { receiveScans } from './scans.ts'

type Scan = Parameters<typeof receiveScans>[0]['scan']

function counter(scan: Scan, selling = true) {
  const scanner = makeVirtualScanner()
  const told: unknown[] = []
  receiveScans({
    ...{ scanner, scan, random: makeVirtualRandom(1), selling: () => selling },
    codes: { operator: () => null, enter: () => Promise.reject(new Error('nobody may enter a code')) },
    notice: (...notice) => told.push(notice),
    log: { note: () => undefined, fault: (what) => told.push(what) },
  })
  return { scanner, told }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

it('each scanned code is an act of its own, and what came to nothing is told with its code', async () => {
  const asked: string[] = []
  const { scanner, told } = counter(({ code }, txn) => {
    asked.push(code, txn)
    return Promise.resolve(code === '1' ? done({ line: 1, found: null }) : refused('unknown-code'))
  })
  for (const code of ['1', '2', '1']) scanner.scan(code)
  await settled()
  expect(asked.filter((_, i) => i % 2 === 0)).toEqual(['1', '2', '1'])
  expect(new Set(asked.filter((_, i) => i % 2 === 1)).size).toBe(3)
  expect(told).toEqual([['unknown-code', '2']])
})

it('a scan while nobody sells is nobody’s, and a blank one is none', async () => {
  const never: Scan = () => Promise.reject(new Error('nobody may ask'))
  const closed = counter(never, false)
  closed.scanner.scan('96385074')
  const open = counter(never)
  for (const blank of ['', '  ', '\r\n']) open.scanner.scan(blank)
  await settled()
  expect([closed.told, open.told]).toEqual([[], []])
})

it('a scan that fails as a bug of ours is written down and told, and the next one is heard', async () => {
  let scans = 0
  const { scanner, told } = counter(() =>
    ++scans === 1 ? Promise.reject(new Error('boom')) : Promise.resolve(refused('unknown-code')),
  )
  scanner.scan('96385074')
  scanner.scan('96385075')
  await settled()
  expect(told).toEqual(expect.arrayContaining(['a scan failed', ['fault', '96385074'], ['unknown-code', '96385075']]))
})

it('a code longer than any is none, and no beginning of it is taken for one', async () => {
  const codes: string[] = []
  const { scanner } = counter(({ code }) => {
    codes.push(code)
    return Promise.resolve(refused('unknown-code'))
  })
  scanner.scan('9'.repeat(4000))
  await settled()
  expect(codes).toEqual([`${'9'.repeat(511)}\ufffd`])
})
