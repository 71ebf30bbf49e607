import { readAtr } from '#drivers/chip/atr'
import { commandBytes, faultOf, readAnswer, readSlotChange } from '#drivers/chip/ccid'
import { framed, makeFrameReader } from '#drivers/pin-pad/frames'
import { readIdTech } from '#drivers/reader/id-tech'
import { readMagneSafe } from '#drivers/reader/magnesafe'
import type { Swipe, SwipeFault } from '#drivers/reader/port'
import { makeHidPosReader } from '#drivers/scanner/hid-pos'
import { CODE_CHARACTERS_MAX } from '#drivers/scanner/port'
import { readCode } from '#domain/scanned-code'
import { ACQUIRER_TARGETS } from './acquirer-targets.ts'
import { SCANPAY_TARGETS } from './scanpay-targets.ts'

/** One parser of what comes from outside. */
export interface Target {
  readonly name: string
  /** Its source, whose branches are counted. */
  readonly file: string
  /** Inputs that are right, or nearly: what is tried is made of them. */
  readonly corpus: readonly Uint8Array[]
  /** Makes the check signs of what was changed right again, so that more than they is tried. */
  readonly mend?: (input: Uint8Array) => Uint8Array
  /** A word for how it ended; throws where a promise was broken. */
  readonly run: (input: Uint8Array) => string
}

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const latin = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
const never = (): Promise<void> => new Promise(() => undefined)

function promise(holds: boolean, words: string): void {
  if (!holds) throw new Error(words)
}

function scanner(input: Uint8Array): string {
  const codes: string[] = []
  const reader = makeHidPosReader({ wait: never, onCode: (code) => codes.push(code) })
  for (let at = 0; at < input.length; at += 64) reader.take(input.subarray(at, at + 64))
  reader.end()
  promise(
    codes.every((code) => code.length <= CODE_CHARACTERS_MAX),
    'a code longer than any',
  )
  return codes.length === 0 ? 'nothing' : codes.length === 1 ? 'a code' : 'codes'
}

function swipe(read: Swipe | SwipeFault): string {
  if ('fault' in read) return read.fault
  promise(read.card === null || /^\d{6}\*+\d{4}$/.test(read.card), 'more of a card number than may be shown')
  promise(read.ksn.length === 10, 'a key without its number')
  return read.card === null ? 'a swipe, no number' : 'a swipe'
}

function line(input: Uint8Array): string {
  const reader = makeFrameReader()
  // Cut in two, it says the same.
  const half = input.length >> 1
  const apart = [...reader.take(input.subarray(0, half)), ...reader.take(input.subarray(half))]
  const whole = makeFrameReader().take(input)
  promise(JSON.stringify(apart) === JSON.stringify(whole), 'it hangs on where the line is cut')
  return [...new Set(whole.map(({ is }) => is))].sort().join(' ') || 'nothing'
}

const report = (bytes: number, ...parts: readonly (readonly [number, Uint8Array])[]): Uint8Array => {
  const made = new Uint8Array(bytes)
  for (const [at, part] of parts) made.set(part, at)
  return made
}
const SCANNED = report(64, [0, latin('\x02\x0d]E06901234567892')])
const IN_PARTS = report(128, [0, latin(`\x02\x38]Q1${'A'.repeat(56)}`)], [63, hex('01')], [64, latin('\x02\x03]Q1end')])
const MASKED = latin(';6222020000000015=30122010000000000000?')
const KSN = hex('ffff9876543210e00001')
const MAGNE = report(
  856,
  ...([
    [3, hex('002800')],
    [119, new Uint8Array(40).fill(7)],
    [493, hex('0006')],
    [495, KSN],
  ] as const),
  ...([
    [505, hex('002700')],
    [620, MASKED],
  ] as const),
)
function idTech(masked: number, cipher: number): Uint8Array {
  const data = [0x80, 0, 0, MASKED.length, 0, masked, 0x92, ...MASKED, ...new Uint8Array(cipher).fill(7)]
  return idTechFrame([...data, ...new Uint8Array(20), ...new Uint8Array(10), ...KSN])
}
function idTechFrame(card: readonly number[]): Uint8Array {
  const lrc = card.reduce((so, byte) => so ^ byte, 0)
  const sum = card.reduce((so, byte) => so + byte, 0) % 256
  return Uint8Array.from([2, card.length % 256, card.length >> 8, ...card, lrc, sum, 3])
}

export const TARGETS: readonly Target[] = [
  { name: 'hid-pos', file: 'drivers/scanner/hid-pos.ts', corpus: [SCANNED, IN_PARTS], run: scanner },
  {
    ...{ name: 'magnesafe', file: 'drivers/reader/magnesafe.ts', corpus: [MAGNE] },
    run: (input) => swipe(readMagneSafe(input)),
  },
  {
    ...{ name: 'id-tech', file: 'drivers/reader/id-tech.ts', corpus: [idTech(0x82, 40), idTech(0x92, 48)] },
    mend: (input) => idTechFrame([...input.subarray(3, -3)]),
    run: (input) => swipe(readIdTech(input)),
  },
  {
    ...{ name: 'frames', file: 'drivers/pin-pad/frames.ts', run: line },
    corpus: [framed(latin('71.0')), hex('06'), Uint8Array.of(6, ...framed(latin('A')), 4)],
  },
  {
    ...{ name: 'ccid', file: 'drivers/chip/ccid.ts' },
    corpus: [hex('80020000000007000000 9000'), hex('81000000000842fe00 00'), hex('5003')],
    run: (input) => {
      const answer = readAnswer(input)
      promise(!answer || answer.data.length <= input.length, 'more data than came')
      promise(commandBytes({ command: 'exchange', slot: 0, sequence: 0, data: input }).length > 9, 'no header')
      if (!answer) return readSlotChange(input) ? 'slots' : 'nothing'
      return answer.ended === 'failed' ? faultOf(answer) : `${answer.is} ${answer.ended}`
    },
  },
  {
    ...{
      name: 'atr',
      file: 'drivers/chip/atr.ts',
      corpus: [hex('3B6500009C11010103'), hex('3B80800101'), hex('3B90111F009E')],
    },
    run: (input) => {
      const atr = readAtr(input)
      promise(!atr || atr.historical.length <= 15, 'more historical bytes than there can be')
      return atr ? `T=${atr.protocols.join(',')}` : 'nothing'
    },
  },
  {
    ...{ name: 'scanned-code', file: 'main/domain/scanned-code.ts' },
    corpus: [']E06901234567892', ']C10109521234543213\x1d10AB', '2212345005320', '(01)09521234543213(10)AB'].map(latin),
    run: (input) => {
      const read = readCode(Buffer.from(input).toString('latin1'), [])
      return read.ok ? read.value.is : read.why
    },
  },
  ...ACQUIRER_TARGETS,
  ...SCANPAY_TARGETS,
]
