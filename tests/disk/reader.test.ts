import { expect, it } from 'vitest'
import { appendEach, makeJournalBox } from '../world/journals.ts'
import { readJournal } from './reader.ts'

const FIRST = '/station/journal/0000000000000001.jsonl'

async function filesOfFive(): Promise<Map<string, Buffer>> {
  const box = makeJournalBox({ segmentBytes: 1_000 })
  const journal = await box.mustOpen()
  await appendEach(journal, 1, 5)
  return new Map(box.disk.files())
}

it('reads a journal by its format alone', async () => {
  const { records, wrong } = readJournal(await filesOfFive())
  expect(wrong).toBeNull()
  expect(records.map(({ seq, txn }) => `${seq} ${txn}`)).toEqual([1, 2, 3, 4, 5].map((n) => `${n} txn-${n}`))
  expect(new Set(records.map(({ file }) => file)).size).toBeGreaterThan(1)
})

it('takes no journal for whole in which any byte of a line is another', async () => {
  const files = await filesOfFive()
  const bytes = files.get(FIRST) ?? Buffer.alloc(0)
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(readJournal(new Map(files).set(FIRST, changed)).wrong, `byte ${at}`).not.toBeNull()
  }
})

it.each([
  ['a line is gone', (lines: string[]) => lines.slice(1)],
  ['two lines are swapped', ([one = '', two = '', ...rest]: string[]) => [two, one, ...rest]],
  ['a line is there twice', ([one = '', ...rest]: string[]) => [one, one, ...rest]],
  [
    'the last is not whole',
    (lines: string[]) => lines.map((line, n) => (n === lines.length - 1 ? line.slice(1) : line)),
  ],
])('takes no journal for whole where %s', async (_name, change) => {
  const files = await filesOfFive()
  const text = (files.get(FIRST) ?? Buffer.alloc(0)).toString()
  const lines = change(text.split(/(?<=\n)/))
  expect(readJournal(new Map(files).set(FIRST, Buffer.from(lines.join('')))).wrong).not.toBeNull()
})
