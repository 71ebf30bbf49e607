import { gunzip, gzip } from 'node:zlib'

/**
 * The content of a backup: one file after the other, each a line of JSON, `{"name":…,"size":…,"packed":…}`, then
 * `packed` bytes of gzip that hold `size` bytes. Names have one `/` on every system.
 */
export interface Entry {
  readonly name: string
  readonly bytes: Buffer
}

/** What a backup may hold: a name from outside must not lead anywhere else. */
export const ENTRY_NAME = /^(?:journal\/\d{16}\.jsonl(?:\.gz)?|settings\/[a-z0-9-]{1,40}\.json|sealed\/carried\.json)$/
/** The journal's files have 16 MiB, the longest list of goods 30. */
const ENTRY_BYTES_MAX = 128 * 1_048_576
const ENTRIES_MAX = 100_000
const LINE_BYTES_MAX = 256
const NEWLINE = 0x0a

/** Packing runs beside the window, on the library's own threads. */
const packed = (bytes: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => gzip(bytes, (cause, result) => (cause ? reject(cause) : resolve(result))))

const unpacked = (bytes: Buffer, size: number): Promise<Buffer | null> =>
  new Promise((resolve) => {
    gunzip(bytes, { maxOutputLength: Math.max(1, size) }, (cause, result) => resolve(cause ? null : result))
  })

export async function* written(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  for await (const { name, bytes } of entries) {
    const content = await packed(bytes)
    yield Buffer.from(`${JSON.stringify({ name, size: bytes.length, packed: content.length })}\n`)
    yield content
  }
}

/** The files in a stream. What is none of ours throws `damaged()`. */
export async function* read(stream: AsyncIterable<Buffer>, damaged: () => Error): AsyncGenerator<Entry> {
  const bytes = makeReader(stream, damaged)
  const names = new Set<string>()
  for (;;) {
    const line = await bytes.line()
    if (line === null) return
    const { name, size, packed: length } = readLine(line) ?? {}
    if (name === undefined || size === undefined || length === undefined) throw damaged()
    if (names.has(name) || names.size >= ENTRIES_MAX) throw damaged()
    names.add(name)
    const content = await unpacked(await bytes.take(length), size)
    if (content?.length !== size) throw damaged()
    yield { name, bytes: content }
  }
}

function readLine(line: string): { readonly name: string; readonly size: number; readonly packed: number } | null {
  const [, name = '', size, length] = /^\{"name":"([^"]+)","size":(\d{1,12}),"packed":(\d{1,12})\}$/.exec(line) ?? []
  const sizes = [Number(size), Number(length)] as const
  if (!ENTRY_NAME.test(name) || !sizes.every((bytes) => bytes <= ENTRY_BYTES_MAX)) return null
  return { name, size: sizes[0], packed: sizes[1] }
}

/** Takes a stream of buffers apart by other borders than it came in. */
function makeReader(stream: AsyncIterable<Buffer>, damaged: () => Error) {
  const source = stream[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let length = 0
  async function more(): Promise<boolean> {
    const next = await source.next()
    if (next.done === true) return false
    held.push(next.value)
    length += next.value.length
    return true
  }
  async function take(count: number): Promise<Buffer> {
    while (length < count) if (!(await more())) throw damaged()
    const all = Buffer.concat(held)
    held = [all.subarray(count)]
    length = all.length - count
    return all.subarray(0, count)
  }
  return {
    take,
    /** Null at the end of the stream. */
    line: async (): Promise<string | null> => {
      while (length === 0) if (!(await more())) return null
      for (;;) {
        const all = Buffer.concat(held)
        held = [all]
        const end = all.subarray(0, LINE_BYTES_MAX).indexOf(NEWLINE)
        if (end >= 0) return (await take(end + 1)).toString('utf8', 0, end)
        if (length >= LINE_BYTES_MAX || !(await more())) throw damaged()
      }
    },
  }
}
