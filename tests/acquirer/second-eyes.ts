import { messageOf } from '#drivers/acquirer/codec/message'
import type { Eyes } from '#drivers/acquirer/virtual/eyes'
import { secondParse } from './second-parser.ts'

/** Fields of bytes; of all others the second reader gives the text. */
const BYTES = ['52', '55', '59', '62', '63', '64']
const AROUND_BYTES = 11

/** The twin's eyes by the second reader: a mistake that the station's writing and reading share is seen by it. */
export const secondEyes: Eyes = (content) => {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(content.length)
  const read = secondParse(Buffer.concat([length, content]))
  if (!read) return null
  const fields = Object.entries(read.fields).map(
    ([field, value]) => [field, BYTES.includes(field) ? Uint8Array.from(Buffer.from(value, 'hex')) : value] as const,
  )
  return {
    ...{ tpdu: `60${read.to}${read.from}`, header: read.header, bytes: content.subarray(AROUND_BYTES) },
    message: messageOf(read.mti, Object.fromEntries(fields)),
  }
}
