import type { Clock } from '../clock/port.ts'
import type { ByteLine } from '../pipe/port.ts'
import { CODE_CHARACTERS_MAX, handedOn } from './port.ts'
import { textOf } from './text.ts'

/**
 * A scanner on a serial line, or a USB one that looks like it: the code as it is, and behind it the suffix that IT set
 * up in the scanner. Where none was, a code ends when nothing comes any more.
 */
export const SUFFIXES: ReadonlySet<number> = new Set([0x0d, 0x0a, 0x03])
/** STX, where a prefix was set up; nothing of the code. */
const PREFIX = 0x02
/** A scanner sends a code in one go: a pause of so long, ms, is its end. */
export const IDLE_MS = 50

export interface SerialScannerParts {
  readonly wait: Clock['wait']
  readonly onCode: (code: string) => void
}

export function makeSerialScanner({ wait, onCode }: SerialScannerParts) {
  let code: number[] = []
  let waiting = new AbortController()
  const whole = () => {
    waiting.abort()
    const text = textOf(Uint8Array.from(code))
    code = []
    if (text !== '') onCode(handedOn(text))
  }
  const flushLater = () => {
    waiting.abort()
    waiting = new AbortController()
    wait(IDLE_MS, waiting.signal).then(whole, () => undefined)
  }
  return {
    take: (bytes: Uint8Array) => {
      for (const byte of bytes) {
        if (SUFFIXES.has(byte)) whole()
        // What goes on longer than any code is noise, and handed on as none.
        else if (byte !== PREFIX && code.length <= CODE_CHARACTERS_MAX * 2) code.push(byte)
      }
      if (code.length > 0) flushLater()
    },
    end: () => {
      waiting.abort()
      code = []
    },
  }
}

export function driveSerialScanner(line: ByteLine, parts: SerialScannerParts): () => void {
  const reader = makeSerialScanner(parts)
  line.onBytes(reader.take)
  return reader.end
}
