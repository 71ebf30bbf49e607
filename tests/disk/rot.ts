import { verifyAside } from './looking.ts'
import { must } from './model.ts'
import type { Life } from './life.ts'
import { readJournal, type ReadRecord } from './reader.ts'

const BITS = 8
/** The witness, the one before it, and some files of the journal. */
const READS_MAX = 4

/**
 * One bit of a durable record turns on the medium while nothing runs. Where anything vouches that it was durable,
 * opening refuses, names the record, and changes nothing, even where the disk is also slow to give what it holds;
 * where nothing does, as for the last flush before a crash, it is what a torn tail looks like. Then the bit is turned
 * back, and the journal is as it was.
 */
export async function rot(life: Life): Promise<void> {
  const { box, model, random } = life
  const { below } = random
  const ends = ['kill', 'power', 'close'] as const
  life.calm()
  await life.end(ends[below(ends.length)] ?? 'kill')
  const { records } = readJournal(box.disk.files())
  const durable = records.slice(0, model.durable())
  // The last ones often: those are where rot and a torn tail are to be told apart.
  const hit = durable.at(below(2) === 0 ? -1 - below(Math.min(3, durable.length)) : below(durable.length))
  if (!hit) return life.start()
  const [position, bit] = [hit.at + below(hit.bytes), below(BITS)]
  box.disk.rot(hit.file, position, bit)
  const vouched = isVouchedFor(hit, records, model.witnessed)
  life.tell(`rot in ${hit.seq}, ${vouched ? 'vouched for' : 'torn'}`)
  // Nothing is to be refused but by what the rest of the journal says: a read that fails must not make it less.
  if (vouched && below(3) === 0) life.meddler.failAt({ call: 'read', nth: 1 + below(READS_MAX), trouble: 'io' })
  const opened = await tryRotten(life, hit)
  if (opened) {
    must(!vouched, `record ${hit.seq} was durable and is rotten, and opening took the journal without it`)
    life.count('rot that could be a torn tail')
    return
  }
  life.count('rot refused')
  box.disk.rot(hit.file, position, bit)
  await life.start()
}

/** Whether anything says that this record was durable: a later file, a later line's watermark, or the witness. */
function isVouchedFor({ seq, file }: ReadRecord, records: readonly ReadRecord[], witnessed: number): boolean {
  const later = records.slice(seq)
  return seq <= witnessed || later.some((line) => line.watermark >= seq || line.file !== file)
}

/** True where it opened without the rotten record. */
async function tryRotten(life: Life, { seq, file }: ReadRecord): Promise<boolean> {
  const { box, meddler, model } = life
  const before = box.disk.files()
  const { faults, torn } = await verifyAside(box.disk)
  const found = faults[0] ?? torn
  must(
    found?.sequence === seq && found.file === file,
    `record ${seq} is rotten, and verifying finds ${found?.sequence ?? 'nothing'}`,
  )
  const notes = meddler.notes.length
  const opened = await box.open()
  meddler.failAt(null)
  if (opened.is === 'open') {
    model.foundWithout(seq, box.disk.files())
    await life.taken(opened)
    return true
  }
  const { refusal } = opened
  const ofDisk = refusal.is === 'disk' && meddler.notes.length > notes
  const named = refusal.is === 'rot' && refusal.sequence === seq && refusal.file === file
  must(ofDisk || named, `record ${seq} is rotten, and opening says ${JSON.stringify(refusal)}`)
  if (ofDisk) life.count('rot behind a read that failed')
  const after = box.disk.files()
  const same = [...before].every(([path, bytes]) => after.get(path)?.equals(bytes)) && after.size === before.size
  must(same, `refusing record ${seq} changed something`)
  return false
}
