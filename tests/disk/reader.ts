import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'

/**
 * Reads a journal by its format alone, knowing nothing of the code that wrote it: what that code takes for sound must
 * be sound here too. `J1 CRC32 LENGTH WATERMARK SHA256 {json}\n`, the hash over the json, the CRC over all behind it.
 */
export interface ReadRecord {
  readonly seq: number
  readonly txn: string
  /** The record's text as it lies there. */
  readonly json: string
  readonly hash: string
  readonly watermark: number
  readonly file: string
  /** Byte offset in the file, and bytes in all. */
  readonly at: number
  readonly bytes: number
}

export interface Reading {
  /** Those before the first that is not as it should be. */
  readonly records: readonly ReadRecord[]
  /** What is wrong with the next one; null where the journal is whole. */
  readonly wrong: string | null
}

const LINE = /^J1 ([0-9a-f]{8}) (\d{6}) (\d{12}) ([\w-]{43}) (\{.*\})$/
const CRC_COVERS_FROM = 'J1 CCCCCCCC '.length
const HEAD_BYTES = 'J1 CCCCCCCC LLLLLL WWWWWWWWWWWW '.length + 43 + 1

export function readJournal(files: ReadonlyMap<string, Buffer>): Reading {
  const records: ReadRecord[] = []
  const names = [...files.keys()].filter((path) => /^\d{16}\.jsonl$/.test(basename(path))).sort()
  for (const file of names) {
    const bytes = files.get(file) ?? Buffer.alloc(0)
    const first = Number(basename(file, '.jsonl'))
    if (first !== records.length + 1) return { records, wrong: `${file} begins after ${records.length} records` }
    for (let at = 0; at < bytes.length;) {
      const read = readOne(bytes, at, records.at(-1))
      if (typeof read === 'string')
        return { records, wrong: `record ${records.length + 1} at ${at} of ${file}: ${read}` }
      records.push({ ...read, file, at })
      at += read.bytes
    }
  }
  return { records, wrong: null }
}

type Read = Omit<ReadRecord, 'file' | 'at'>

function readOne(bytes: Buffer, at: number, before: ReadRecord | undefined): Read | string {
  const end = bytes.indexOf('\n', at)
  if (end < 0) return 'it has no end'
  const [, crc = '', length, watermarkText, hash = '', json = ''] = LINE.exec(bytes.toString('utf8', at, end)) ?? []
  if (json === '') return 'it is no line'
  const covered = bytes.subarray(at + CRC_COVERS_FROM, end)
  if (crc32(covered).toString(16).padStart(8, '0') !== crc) return 'its CRC'
  if (end - at - HEAD_BYTES !== Number(length)) return 'its length'
  if (
    createHash('sha256')
      .update(bytes.subarray(at + HEAD_BYTES, end))
      .digest('base64url') !== hash
  )
    return 'its hash'
  const { seq, prev, txn } = JSON.parse(json) as { seq: number; prev: string; txn: string } // compared below
  const expected = (before?.seq ?? 0) + 1
  if (seq !== expected) return `it is number ${seq}`
  if (prev !== (before?.hash ?? '')) return 'it does not continue the one before'
  const watermark = Number(watermarkText)
  if (watermark >= seq || watermark < (before?.watermark ?? 0)) return `its watermark is ${watermark}`
  return { seq, txn, json, hash, watermark, bytes: end + 1 - at }
}
