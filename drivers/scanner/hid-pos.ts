import type { Clock } from '../clock/port.ts'
import { CODE_CHARACTERS_MAX, handedOn } from './port.ts'
import { textOf } from './text.ts'

/**
 * What a scanner in HID POS mode says: input report 2 of usage page 0x8C (HID Point of Sale Usage Tables 1.02), 64
 * bytes. Two layouts are in the field; the report tells which it is by itself:
 *
 *     with AIM   0 report id · 1 length · 2-4 `]`, symbology, modifier · 5-60 data   · 63 bit 0 continued
 *     without    0 report id · 1 length ·                               2-57 data   · 63 bit 0 continued
 */
const REPORT = 2
const REPORT_BYTES = 64
const LENGTH_AT = 1
const AIM_AT = 2
const AIM_BYTES = 3
const DATA_BYTES = 56
const FLAGS_AT = 63
const CONTINUED = 1
const BRACKET = 0x5d

/** Some firmware says "continued" of a last report that is just full: after so long the code is whole, ms. */
export const FLUSH_MS = 150

export interface HidPosParts {
  readonly wait: Clock['wait']
  readonly onCode: (code: string) => void
}

export interface HidPosReader {
  /** One input report, its id first; of which anything may be said by a device that lies. */
  readonly take: (report: Uint8Array) => void
  /** The device is gone: what is half read is no code. */
  readonly end: () => void
}

interface Half {
  readonly aim: string
  readonly data: readonly number[]
}

export function makeHidPosReader({ wait, onCode }: HidPosParts): HidPosReader {
  let half: Half | null = null
  let waiting = new AbortController()
  const whole = () => {
    waiting.abort()
    const code = half && half.aim + textOf(Uint8Array.from(half.data))
    half = null
    if (code) onCode(handedOn(code))
  }
  const flushLater = () => {
    waiting.abort()
    waiting = new AbortController()
    // Aborted by the next report, which sees to the rest.
    wait(FLUSH_MS, waiting.signal).then(whole, () => undefined)
  }
  return {
    take: (report) => {
      // A part of a long code is laid out as its first.
      const read = readReport(report, half && half.aim !== '')
      if (!read) return
      // One more byte than any code may have is enough to know that it is none.
      const data = [...(half?.data ?? []), ...read.data].slice(0, CODE_CHARACTERS_MAX + 1)
      half = { aim: half?.aim ?? read.aim, data }
      if (read.continued) flushLater()
      else whole()
    },
    end: () => {
      waiting.abort()
      half = null
    },
  }
}

interface Report extends Half {
  readonly continued: boolean
}

/**
 * Null where it is none of scanned data, or one that can not be: then there is nothing to be made of it. `hasAim`: its
 * layout; null where the report is to tell.
 */
export function readReport(report: Uint8Array, hasAim: boolean | null): Report | null {
  if (report.length < REPORT_BYTES || report[0] !== REPORT) return null
  const aim = hasAim === false ? '' : aimOf(report)
  const from = AIM_AT + (hasAim === true ? AIM_BYTES : aim.length)
  const length = report[LENGTH_AT] ?? 0
  if (length > DATA_BYTES) return null
  const flags = report[FLAGS_AT] ?? 0
  return { aim, data: [...report.subarray(from, from + length)], continued: (flags & CONTINUED) !== 0 }
}

/** `]E0`: the identifier of the symbology (ISO/IEC 15424), where the layout has one; else empty. */
function aimOf(report: Uint8Array): string {
  const [bracket = 0, symbology = 0, modifier = 0] = report.subarray(AIM_AT, AIM_AT + AIM_BYTES)
  return bracket === BRACKET && isLetter(symbology) && isLetterOrDigit(modifier)
    ? String.fromCharCode(bracket, symbology, modifier)
    : ''
}

const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
const isLetterOrDigit = (byte: number): boolean => isLetter(byte) || (byte >= 0x30 && byte <= 0x39)
