import type { Disk } from '#drivers/disk/port'
import { unlessMissing } from '#journal/files'
import { z } from 'zod'
import { join } from 'node:path'

/** What head office made and took back: `codes.jsonl` beside its key, a line each; the codes are not in it. */
export const BOOK = 'codes.jsonl'
const Id = z.string().regex(/^[0-9a-f]{16}$/)
const Entry = z.discriminatedUnion('is', [
  z.strictObject({
    ...{ is: z.literal('issued'), id: Id, atMs: z.int(), kind: z.enum(['activation', 'reset', 'demand']) },
    ...{ merchant: z.string(), terminal: z.string(), device: z.string(), operator: z.string(), expiresMs: z.int() },
  }),
  z.strictObject({ is: z.literal('revoked'), id: Id, atMs: z.int() }),
])
export type Entry = z.infer<typeof Entry>

/** Throws DiskFault, and SyntaxError or ZodError where a line is none of ours. */
export async function readBook(disk: Disk, folder: string): Promise<Entry[]> {
  const text = await textOf(disk, join(folder, BOOK))
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Entry.parse(JSON.parse(line)))
}

async function textOf(disk: Disk, path: string): Promise<string> {
  try {
    return (await disk.read(path)).toString()
  } catch (cause) {
    unlessMissing(cause)
    return ''
  }
}

/** On disk when it resolves: a code that is not in the book is shown to nobody. */
export async function enterInBook(disk: Disk, folder: string, entry: Entry): Promise<void> {
  const path = join(folder, BOOK)
  const begun = (await textOf(disk, path)) !== ''
  const file = await disk.open(path, begun ? 'change' : 'create')
  try {
    await file.write(Buffer.from(`${JSON.stringify(entry)}\n`), await file.size())
    await file.sync()
  } finally {
    await file.close()
  }
  await disk.syncFolder(folder)
}
