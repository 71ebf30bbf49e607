import type { HidLine } from '../pipe/port.ts'
import { makeHidPosReader, type HidPosParts } from './hid-pos.ts'

/** A scanner in HID POS mode on its line; gives what ends it. */
export function driveHidScanner(line: HidLine, parts: HidPosParts): () => void {
  const reader = makeHidPosReader(parts)
  line.onReport(reader.take)
  return reader.end
}
