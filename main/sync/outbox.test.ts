import { beforeEach, describe, expect, it } from 'vitest'
import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { openJournal, type Journal } from '#journal/journal'
import { readLine } from '#journal/line'
import { BATCH_BYTES_MAX, BATCH_RECORDS_MAX } from './batch.ts'
import { NotAsWritten, openOutbox, type Outbox } from './outbox.ts'

/** What is still to be sent is what lies in the journal’s files, byte for byte, in whichever of them. */
const FOLDER = '/station/journal'
let disk: VirtualDisk
let journal: Journal
let outbox: Outbox

beforeEach(async () => {
  disk = makeVirtualDisk(makeVirtualRandom(7).below)
  const own = disk.process()
  const opened = await openJournal({
    ...{ disk: own, folder: FOLDER, journal: '01-e1', replay: () => undefined, segmentBytes: 100_000 },
  })
  if (!opened.ok) throw new Error('a new journal opens')
  journal = opened.value
  outbox = openOutbox({ disk: own, folder: FOLDER, head: journal.head })
})
const write = async (count: number, text = 'x') => {
  for (let nth = 0; nth < count; nth++) await journal.append({ txn: `t${nth}`, type: 'test', ts: nth, body: { text } })
}
const plain = () =>
  Buffer.concat([...disk.files()].filter(([path]) => path.endsWith('.jsonl')).map(([, bytes]) => bytes))

describe('the outbox', () => {
  it('gives nothing of an empty journal, and nothing twice', async () => {
    expect(await outbox.after(0)).toBeNull()
    await write(3)
    const run = await outbox.after(0)
    expect(run).toMatchObject({ first: 1, last: 3, prev: '', hash: journal.head().hash })
    expect(await outbox.after(3)).toBeNull()
    await write(1)
    expect(await outbox.after(3)).toMatchObject({ first: 4, last: 4, prev: run?.hash })
  })

  it('gives every byte of the files in order, within its limits', async () => {
    await write(900, 'y'.repeat(400))
    const pieces: Uint8Array[] = []
    let seq = 0
    for (let run = await outbox.after(seq); run; run = await outbox.after(seq)) {
      expect(run.payload.length).toBeLessThanOrEqual(BATCH_BYTES_MAX)
      expect(run.last - run.first + 1).toBeLessThanOrEqual(BATCH_RECORDS_MAX)
      pieces.push(run.payload)
      seq = run.last
    }
    expect(seq).toBe(900)
    expect(Buffer.concat(pieces).equals(plain())).toBe(true)
  })

  it('finds any record again, from whichever file it is in', async () => {
    await write(400, 'z'.repeat(500))
    const all = plain()
    for (let at = 0; at < all.length;) {
      const read = readLine(all, at)
      if (read.is !== 'line') throw new Error('it was written so')
      if (read.line.record.seq % 37 === 0) expect(await outbox.hashAt(read.line.record.seq)).toBe(read.line.hash)
      at += read.line.bytes
    }
    expect([await outbox.hashAt(0), await outbox.hashAt(401)]).toEqual(['', null])
  })

  it('sends nothing that is not as it was written', async () => {
    await write(5)
    const [path = ''] = [...disk.files().keys()].filter((name) => name.endsWith('.jsonl'))
    disk.rot(path, 300, 3)
    await expect(outbox.after(0).then((run) => run?.last === 5)).resolves.toBe(false)
    const seq = (await outbox.after(0).catch(() => null))?.last ?? 0
    await expect(outbox.after(seq)).rejects.toThrow(NotAsWritten)
  })
})
