import { describe, expect, it } from 'vitest'
import { formatLine, type JournalRecord } from './line.ts'
import { scanSegment, scanWithPauses, type Expected } from './scan.ts'

interface Written {
  readonly bytes: Buffer
  readonly hash: string
}

/** Records 1 to `count` in a chain. */
function chain(count: number, journal = '01-e1'): Written[] {
  const written: Written[] = []
  for (let seq = 1; seq <= count; seq++) written.push(recordAfter(written.at(-1)?.hash ?? '', seq, journal))
  return written
}
function recordAfter(prev: string, seq: number, j = '01-e1', type = 'goods-added'): Written {
  const record: JournalRecord = { v: 1, j, seq, ts: 1_777_852_800_000, prev, txn: `t${seq}`, type, body: null }
  return formatLine(record, seq - 1)
}

const BEGIN: Expected = { sequence: 1, prev: '', journal: '01-e1' }
const bytesOf = (lines: readonly Written[]) => Buffer.concat(lines.map(({ bytes }) => bytes))
const spoil = ({ bytes, hash }: Written, at = 80): Written => {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return { bytes: copy, hash }
}

/** Such as `3 broken` or `3-5 missing`. */
function faultsIn(lines: readonly Written[], expected = BEGIN): string[] {
  return scanSegment(bytesOf(lines), expected).faults.map(({ sequence, last, kind }) =>
    last === sequence ? `${sequence} ${kind}` : `${sequence}-${last} ${kind}`,
  )
}

describe('scanning a segment', () => {
  const sound = chain(8)
  const [one, two, three, four, five, six, seven, eight] = sound as [
    ...[Written, Written, Written, Written],
    ...[Written, Written, Written, Written],
  ]

  it('finds nothing wrong with what was written, and where it goes on', () => {
    const scanned = scanSegment(bytesOf(sound), BEGIN)
    expect(scanned.faults).toEqual([])
    expect(scanned.lines.map(({ record }) => record.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(scanned.next).toEqual({ sequence: 9, prev: eight.hash, journal: '01-e1' })
    expect(scanSegment(Buffer.alloc(0), BEGIN)).toMatchObject({ faults: [], lines: [], next: BEGIN })
  })

  it('names what is broken, and goes on behind it', () => {
    expect(faultsIn([one, two, spoil(three), four, five, spoil(six), seven])).toEqual(['3 broken', '6 broken'])
    expect(faultsIn([spoil(one), two])).toEqual(['1 broken'])
    expect(faultsIn([one, spoil(two), spoil(three), spoil(four), five])).toEqual(['2-4 broken'])
    expect(faultsIn([one, spoil(two)])).toEqual(['2 broken'])
    expect(faultsIn([one, spoil(two, two.bytes.length - 1), three])).toEqual(['2 broken'])
  })

  it('knows where each line lies', () => {
    const scanned = scanSegment(bytesOf([one, spoil(two), three]), BEGIN)
    expect(scanned.lines.map(({ record, at }) => [record.seq, at])).toEqual([
      [1, 0],
      [3, one.bytes.length + two.bytes.length],
    ])
  })

  it('names what was taken out', () => {
    expect(faultsIn([one, two, five, six])).toEqual(['3-4 missing'])
    expect(faultsIn([three])).toEqual(['1-2 missing'])
  })

  it('names what was put in twice, and goes on as if it had not been', () => {
    expect(faultsIn([one, two, three, two, four])).toEqual(['2 chain'])
  })

  it('names the record that does not continue the one before it', () => {
    const forged = recordAfter(one.hash, 2, '01-e1', 'sale-voided')
    expect(faultsIn([one, forged, three, four])).toEqual(['3 chain'])
    expect(faultsIn(sound, { ...BEGIN, prev: 'another' })).toEqual(['1 chain'])
    expect(faultsIn([spoil(one), forged, three])).toEqual(['1 broken', '3 chain'])
  })

  it('names the records of another station', () => {
    expect(faultsIn(chain(3, '02-e1'))).toEqual(['1-3 foreign'])
    expect(faultsIn([one, two, recordAfter(two.hash, 3, '02-e1'), four], { ...BEGIN, journal: null })).toEqual([
      '3 foreign',
      '4 chain',
    ])
  })

  it('looks behind records of a later version', () => {
    const later: Written = { bytes: Buffer.from('J3 01234567 what we can not read\n'), hash: '' }
    expect(faultsIn([one, later, later, four, spoil(five), six])).toEqual(['2-3 newer', '5 broken'])
    expect(faultsIn([one, spoil(two), later])).toEqual(['2 broken', '3 newer'])
  })

  it('does not run away with a number that a forger wrote', () => {
    const FAR = 900_000_000_000
    expect(faultsIn([one, recordAfter('', FAR)])).toEqual([`2-${FAR - 1} missing`])
  })
})

describe('scanning with pauses', () => {
  const long = chain(3_000)

  it('finds the same as without, in one that is sound and in one that is not', async () => {
    const spoiled = (nth: number, at: number) => long.map((line, n) => (n === nth ? spoil(line, at) : line))
    const last = (long[1_500]?.bytes.length ?? 0) - 1
    const without = (nth: number) => long.filter((_, n) => n !== nth)
    for (const lines of [long, spoiled(1_500, 80), spoiled(1_500, last), spoiled(0, 9), without(900), without(2_999)]) {
      const bytes = bytesOf(lines)
      expect(bytes.length).toBeGreaterThan(600_000)
      expect(await scanWithPauses(bytes, BEGIN)).toEqual(scanSegment(bytes, BEGIN))
    }
  })

  it('lets others have their turn', async () => {
    let turns = 0
    const ticking = setInterval(() => turns++, 0)
    await scanWithPauses(bytesOf(long), BEGIN)
    clearInterval(ticking)
    expect(turns).toBeGreaterThan(0)
  })
})
