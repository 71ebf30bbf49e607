import { done, refused, type Result } from '#domain/result'
import iconv from 'iconv-lite'

/** Larger than any list: 200,000 lines of 320 bytes. What is larger is refused as soon as that much was read. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024
/** Signs of one line; more is no line of a list. */
export const LINE_SIGNS_MAX = 4_096

export type Encoding = 'UTF-8' | 'GB18030'
/**
 * `too-large`: more than FILE_BYTES_MAX; `not-text`: holds a zero byte, as workbooks, pictures and UTF-16 do;
 * `broken-text`: says by its first bytes that it is UTF-8, and is not.
 */
export type TextRefusal = 'too-large' | 'not-text' | 'broken-text'

export interface FileText {
  readonly encoding: Encoding
  /** The text in pieces, cut anywhere. */
  readonly pieces: () => Iterable<string>
}

/**
 * Reads a file's bytes and finds out what text they are: UTF-8 where every byte of it is valid UTF-8, else GB18030,
 * which Chinese spreadsheets write. Only the whole file can tell, so the whole of it is held.
 */
export async function readFileText(bytes: AsyncIterable<Uint8Array>): Promise<Result<FileText, TextRefusal>> {
  const chunks: Uint8Array[] = []
  const isUtf8SoFar = strictUtf8()
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > FILE_BYTES_MAX) return refused('too-large')
    if (chunk.includes(0)) return refused('not-text')
    isUtf8SoFar(chunk)
    chunks.push(chunk)
  }
  const isUtf8 = isUtf8SoFar()
  if (!isUtf8 && hasUtf8Mark(chunks)) return refused('broken-text')
  return done(
    isUtf8
      ? { encoding: 'UTF-8', pieces: () => decodeUtf8(chunks) }
      : { encoding: 'GB18030', pieces: () => decodeGb18030(chunks) },
  )
}

/** Says of chunk after chunk, and of the end by none, whether all so far is valid UTF-8. */
function strictUtf8(): (chunk?: Uint8Array) => boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let isValid = true
  return (chunk) => {
    if (!isValid) return false
    try {
      decoder.decode(chunk, { stream: chunk !== undefined })
    } catch {
      // The only way a decoder has to say that bytes are not UTF-8.
      isValid = false
    }
    return isValid
  }
}

/** The byte order mark EF BB BF; a chunk may be as short as one byte. */
function hasUtf8Mark(chunks: readonly Uint8Array[]): boolean {
  const first: number[] = []
  for (const chunk of chunks) {
    first.push(...chunk.subarray(0, 3))
    if (first.length >= 3) break
  }
  return first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf
}

function* decodeUtf8(chunks: readonly Uint8Array[]): Generator<string> {
  const decoder = new TextDecoder('utf-8')
  for (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

const LINE_FEED = 0x0a

/**
 * Decodes up to a line feed at a time, which is never a part of another sign: iconv-lite's own streaming decoder loses
 * half of a four-byte sign whose last byte begins a chunk.
 */
function* decodeGb18030(chunks: readonly Uint8Array[]): Generator<string> {
  let parts: Uint8Array[] = []
  for (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1
    if (end > 0) {
      yield iconv.decode(Buffer.concat([...parts, chunk.subarray(0, end)]), 'gb18030')
      parts = []
    }
    parts.push(chunk.subarray(end))
  }
  yield iconv.decode(Buffer.concat(parts), 'gb18030')
}

export interface Line {
  /** Counted from 1, as an editor shows it. */
  readonly number: number
  /** Null where the line is longer than LINE_SIGNS_MAX. */
  readonly text: string | null
}

/** Cuts pieces of text into lines, whichever way they end. The last one counts only where there is something in it. */
export function* linesOf(pieces: Iterable<string>): Generator<Line> {
  let number = 1
  let rest = ''
  let isLong = false
  for (const piece of pieces) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?=[^\n])/)
    // A carriage return at the end may be half of a line break; it stays with what is left over.
    rest = lines.pop() ?? ''
    for (const text of lines) {
      yield { number: number++, text: isLong || text.length > LINE_SIGNS_MAX ? null : text }
      isLong = false
    }
    if (rest.length > LINE_SIGNS_MAX) {
      isLong = true
      rest = rest.endsWith('\r') ? '\r' : ''
    }
  }
  const text = rest.replace(/\r$/, '')
  if (isLong || text !== '') yield { number, text: isLong ? null : text }
}
