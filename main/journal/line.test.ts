import fc from 'fast-check'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { formatLine, hashOf, lineAfter, nextLine, readLine, type JournalRecord } from './line.ts'

const record = (seq: number, body: unknown = { name: '农夫山泉' }): JournalRecord => ({
  ...{ v: 1, j: '01-e1', seq, ts: 1_777_852_800_000, prev: seq === 1 ? '' : 'p'.repeat(43), txn: `t${seq}` },
  ...{ type: 'goods-added', body },
})
const lineOf = (seq: number) => formatLine(record(seq), seq - 1).bytes

/** A line whose sums hold, around any text at all: what only a forger writes. */
function forge(text: string, hash = hashOf(Buffer.from(text))): Buffer {
  const json = Buffer.from(text)
  const length = String(json.length).padStart(6, '0')
  const covered = Buffer.concat([Buffer.from(`${length} 000000000000 ${hash} `), json])
  return Buffer.concat([Buffer.from(`J1 ${crc32(covered).toString(16).padStart(8, '0')} `), covered, Buffer.from('\n')])
}

describe('a line', () => {
  it('is what is on disks already, to the byte', () => {
    expect(
      formatLine(record(1, null), 0)
        .bytes.toString()
        .split(/(?<= )/),
    ).toEqual([
      ...['J1 ', 'a9e8e3c3 ', '000100 ', '000000000000 ', 'MFAFH_rSHUKBNdBygBG4tyochA9s3QCk0h722x3FAik '],
      '{"v":1,"j":"01-e1","seq":1,"ts":1777852800000,"prev":"","txn":"t1","type":"goods-added","body":null}\n',
    ])
  })

  it('gives back any record whose body is JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.nat(), fc.string({ unit: 'grapheme' }), (body, watermark, txn) => {
        const written = { ...record(7, body), txn }
        const { bytes, hash } = formatLine(written, watermark)
        const read = readLine(Buffer.concat([Buffer.from('xx'), bytes, lineOf(8)]), 2)
        const line = { record: written, hash, watermark, bytes: bytes.length }
        // Compared as text: -0 is a number that JSON does not keep.
        expect(JSON.stringify(read)).toBe(JSON.stringify({ is: 'line', line }))
      }),
      { numRuns: 100, seed: 1 },
    )
  })

  it('is broken by every single flipped bit, and by nothing is it taken for a later version', () => {
    const bytes = lineOf(1)
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
        expect(readLine(bytes, 0).is, `byte ${at}, bit ${bit}`).toBe('broken')
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
      }
    }
    expect(readLine(bytes, 0).is).toBe('line')
  })

  it('is broken at every length it can be torn to', () => {
    const bytes = lineOf(1)
    for (let length = 0; length < bytes.length; length++) {
      expect(readLine(bytes.subarray(0, length), 0).is).toBe('broken')
      expect(readLine(Buffer.concat([bytes.subarray(0, length), Buffer.alloc(600)]), 0).is).toBe('broken')
    }
  })

  it.each([
    ['a later frame', 'J2 0123abcd whatever that version writes\n'],
    ['a later record in our frame', forge(JSON.stringify({ ...record(1), v: 2 })).toString()],
  ])('of a later version is told from a broken one: %s', (_name, text) => {
    expect(readLine(Buffer.from(text), 0).is).toBe('newer')
  })

  it.each([
    ['not JSON', '{"v":1,'],
    ['no object', 'null'],
    ['no version', '{"seq":1}'],
    ['a sequence number that is none', JSON.stringify(record(0))],
    ['a fraction of one', JSON.stringify(record(1.5))],
    ['a field of another kind', JSON.stringify({ ...record(1), prev: 1 })],
    ['a field short', JSON.stringify({ ...record(1), txn: undefined })],
  ])('with sums that hold but no record in it is broken: %s', (_name, text) => {
    expect(readLine(forge(text), 0).is).toBe('broken')
  })

  it('is broken where its hash is not that of its record, though its CRC holds', () => {
    const text = JSON.stringify(record(1))
    expect(readLine(forge(text), 0).is).toBe('line')
    expect(readLine(forge(text, 'h'.repeat(43)), 0).is).toBe('broken')
  })
})

describe('after a line that can not be read', () => {
  const bytes = Buffer.concat([1, 2, 3].map(lineOf))
  const second = lineOf(1).length
  const third = second + lineOf(2).length
  const spoiled = (...places: number[]) => {
    const copy = Buffer.from(bytes)
    for (const place of places) copy[place] = (copy[place] ?? 0) ^ 0x10
    return copy
  }

  it('the next one is found by its newline', () => {
    expect(nextLine(spoiled(0), 0)).toBe(second)
    expect(nextLine(spoiled(0, second), 0)).toBe(third)
  })

  it('the next one is found where the line says that it ends, if its newline was hit', () => {
    expect(nextLine(spoiled(second - 1), 0)).toBe(second)
  })

  it('there is none after the last', () => {
    expect(nextLine(spoiled(third), third)).toBe(-1)
  })

  it('of a later version the next begins after its newline', () => {
    expect(lineAfter(Buffer.from('J2 xx\nJ1'), 0)).toBe(6)
    expect(lineAfter(Buffer.from('J2 xx'), 0)).toBe(5)
  })
})
