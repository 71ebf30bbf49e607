import * as f48 from '#drivers/acquirer/codec/f48'
import { f54Text, readF54 } from '#drivers/acquirer/codec/f54'
import { f59Bytes, readF59 } from '#drivers/acquirer/codec/f59'
import { f60Text, readF60 } from '#drivers/acquirer/codec/f60'
import { f61Text, readF61 } from '#drivers/acquirer/codec/f61'
import { f62Bytes, readF62, type KeysOf } from '#drivers/acquirer/codec/f62'
import { readF63 } from '#drivers/acquirer/codec/f63'
import { makeFrameCutter, packFrame, unpackFrame } from '#drivers/acquirer/codec/frame'
import { bytesOf, messageOf, pack, textOf, unpack, type Message } from '#drivers/acquirer/codec/message'
import { CUP_CLASSIC, type AcquirerProfile } from '#drivers/acquirer/codec/profile'
import type { Read, Refusal } from '#drivers/acquirer/codec/read'
import { readTlv, TLV_DEPTH_MAX, tlvBytes, type TlvObject } from '#drivers/acquirer/tlv'
import { secondParse } from '../acquirer/second-parser.ts'
import { PACKETS } from '../acquirer/vectors.ts'
import type { Target } from './targets.ts'

/** What comes from an acquirer’s host: a line of frames, messages in them, and fields that have parts of their own. */
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

function promise(holds: boolean, words: string): void {
  if (!holds) throw new Error(words)
}

const OTHER: AcquirerProfile = {
  ...CUP_CLASSIC,
  ...{ keyLayout: '004', makBytes: 16, macKind: 'x9.19', f48: 'ascii', f60Digits: 17, f61: 'ascii' },
  ...{ padNibble: 'F', f2Align: 'right', f35Align: 'right' },
}

/** What was read is written the same, under any profile. */
function message(bytes: Uint8Array): string {
  const ends = [OTHER, CUP_CLASSIC].map((profile) => {
    const read = unpack(bytes, profile)
    if (!read.ok) return wordOf(read)
    same(pack(read.value, profile), bytes)
    parts(read.value)
    return `a message of ${read.value.fields.size > 8 ? 'many' : 'few'} fields`
  })
  return ends.find((end) => end.startsWith('a message')) ?? ends[1] ?? ''
}

function wordOf(refused: Refusal): string {
  promise(refused.field === null || (refused.field >= 2 && refused.field <= 64), 'a field that there is not')
  return refused.why
}

function same(written: Read<Uint8Array>, bytes: Uint8Array): void {
  promise(written.ok && Buffer.compare(written.value, bytes) === 0, 'it was read, and is written another way')
}

function sameText<Value>(read: Read<Value>, write: (value: Value) => Read<string>, given: string): void {
  if (!read.ok) return
  const written = write(read.value)
  promise(written.ok && written.value === given, 'a text was read, and is written another way')
}

function parts(given: Message): void {
  for (const field of [48, 54, 60, 61]) texts(textOf(given, field) ?? '')
  for (const field of [55, 59, 62, 63]) bytes(bytesOf(given, field) ?? new Uint8Array())
}

function texts(given: string): void {
  sameText(readF60(given), f60Text, given)
  sameText(readF61(given), f61Text, given)
  sameText(f48.readSettlement(given), f48.settlementText, given)
  sameText(f48.readDetails(given), f48.detailsText, given)
  sameText(f48.readBatchEnd(given), f48.batchEndText, given)
  sameText(readF54(given), f54Text, given)
}

const LAYOUTS: readonly KeysOf[] = [
  { keyLayout: '001', makBytes: 8 },
  { keyLayout: '003', makBytes: 8 },
  { keyLayout: '004', makBytes: 16 },
]
function bytes(given: Uint8Array): void {
  for (const of of LAYOUTS) {
    const keys = readF62(of, given)
    if (keys.ok) same(f62Bytes(of, keys.value), given)
  }
  const codes = readF59(given)
  if (codes.ok) same(f59Bytes(codes.value), given)
  const notes = readF63(given)
  promise(!notes.ok || !/\p{Cc}/u.test(Object.values(notes.value).join('')), 'a control to be shown')
  chip(given)
}

function chip(given: Uint8Array): void {
  const objects = readTlv(given)
  if (!objects.ok) return
  promise(depthOf(objects.value) <= TLV_DEPTH_MAX, 'deeper than there can be')
  const written = tlvBytes(objects.value)
  promise(written.ok && written.value.length <= given.length, 'objects that can not be written')
  if (written.ok && written.value.length === given.length) same(written, given)
}
const depthOf = (objects: readonly TlvObject[]): number =>
  1 + Math.max(0, ...objects.map((object) => ('children' in object ? depthOf(object.children) : 0)))

/** Cut in two or byte by byte, the line says the same; a whole frame is framed the same again. */
function line(input: Uint8Array): string {
  const [whole, apart] = [makeFrameCutter(CUP_CLASSIC.lengthLimit), makeFrameCutter(CUP_CLASSIC.lengthLimit)]
  const half = input.length >> 1
  const cut = whole.take(input)
  const pieces = [apart.take(input.subarray(0, half)), apart.take(input.subarray(half))]
  const both = pieces.flatMap(({ contents }) => contents)
  promise(cut.trouble === (pieces[1]?.trouble ?? null), 'trouble hangs on where the line is cut')
  promise(JSON.stringify(both) === JSON.stringify(cut.contents), 'it hangs on where the line is cut')
  promise(whole.pending() === apart.pending() && whole.pending() <= input.length, 'more is kept than came')
  const ends = cut.contents.map(frame)
  const first = ends[0] ?? (whole.pending() > 0 ? 'not whole' : 'nothing')
  return cut.trouble ?? first
}

function frame(content: Uint8Array): string {
  const read = unpackFrame(content)
  if (!read.ok) return wordOf(read)
  const framed = packFrame(read.value, CUP_CLASSIC.lengthLimit)
  promise(framed.ok && Buffer.compare(framed.value.subarray(2), content) === 0, 'a frame that is another')
  const plain = unpack(read.value.message, CUP_CLASSIC)
  if (framed.ok && plain.ok) {
    const second = secondParse(framed.value)
    promise(second !== null && second.mti === plain.value.mti, 'a second reader does not read it')
    promise(Object.keys(second?.fields ?? {}).length === plain.value.fields.size, 'a second reader reads other fields')
  }
  return message(read.value.message)
}

function packed(made: Message): Uint8Array {
  const bytesMade = pack(made, CUP_CLASSIC)
  if (!bytesMade.ok) throw new Error(`the corpus has a wrong message: ${bytesMade.why}`)
  return bytesMade.value
}
const HERE = { 11: '000002', 41: '12345678', 42: '898310058120001' }
/** An issuer’s script in a template, and what authenticates the issuer. */
const SCRIPT = hex('910A 11223344556677883030 72 0F 9F1804 11223344 8606 8424000004AA')
const CODES = Buffer.from('A30196220123456789012345A4006123456')
const NOTES = Buffer.concat([Buffer.from('CUP'), hex('D3E0B6EEB2BBD7E3'), Buffer.alloc(12, ' '), hex('D2F8C1AA')])
const ANSWER = messageOf('0210', {
  ...{ ...HERE, 2: '6222020000000000015', 35: '6222020000000000015=30122011234500000', 36: '1=2' },
  ...{ 22: '051', 23: '001', 32: '03050000', 37: '112200000002', 38: 'A1B2C3', 39: '00', 44: '银联 03050000' },
  ...{ 49: '156', 54: '0202156D000000012345', 55: SCRIPT, 59: CODES, 60: '2200001200050', 61: '0000120000021122' },
  ...{ 63: NOTES, 64: new Uint8Array(8) },
})
const SETTLEMENT = messageOf('0510', {
  ...{ ...HERE, 48: `${'0'.repeat(7)}12345002${'0'.repeat(15)}1${'0'.repeat(30)}2`, 60: '00000012201' },
})
const UPLOAD = messageOf('0320', {
  ...{ ...HERE, 48: ['01', '00', '000002', '00006212345678901232', '000000012345'].join(''), 60: '00000012201' },
})

const tail = (packet: Uint8Array): Uint8Array => packet.subarray(13)
const framed = (content: Uint8Array): Uint8Array => Uint8Array.of(content.length >> 8, content.length & 255, ...content)

export const ACQUIRER_TARGETS: readonly Target[] = [
  {
    ...{ name: 'iso8583', file: 'drivers/acquirer/codec/kinds.ts' },
    corpus: [
      ...Object.values(PACKETS),
      ...Object.values(PACKETS).map(tail),
      ...[ANSWER, SETTLEMENT, UPLOAD].map((made) => packed(made)),
      ...[SCRIPT, CODES, NOTES],
    ],
    mend: (input) => (input.length > 2 ? framed(input.subarray(2)) : input),
    run: (input) => {
      // Each part by itself too: few of what is changed comes through what is around it.
      texts(latin(input.subarray(0, 400)))
      bytes(input)
      const [asLine, asMessage] = [line(input), message(input)]
      return asMessage.startsWith('a message') ? asMessage : asLine
    },
  },
]
