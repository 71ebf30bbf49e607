import { pick } from '../simulation/drawing.ts'
import { verifyAside } from './looking.ts'
import { must } from './model.ts'
import { ENDS, type Life } from './life.ts'
import { readJournal, type ReadRecord } from './reader.ts'

const BITS = 8
/** Flushes that no start has seen: rot in them must be known by what later lines say. */
const UNSEEN_MAX = 4
/** The last flush before the end, or about it: nothing but the witness speaks for it. */
const LAST = 3
/** The witness, the one before it, and some files of the journal. */
const READS_MAX = 4

/**
 * One bit of a durable record turns on the medium while nothing runs. Where anything vouches that it was durable,
 * opening refuses, names the record, and changes nothing, also where the disk does not give a file at first; where
 * nothing does, as for the last flush before a crash, it is what a torn tail looks like. Then the bit is turned back,
 * and the journal is as it was.
 */
export async function rot(life: Life): Promise<void> {
  const { box, meddler, model, random } = life
  const { below } = random
  life.calm()
  for (let n = below(UNSEEN_MAX); n > 0 && !life.stopped(); n--) await life.append(1)
  await life.end(pick(random, ENDS) ?? 'kill')
  const { records } = readJournal(box.disk.files())
  const durable = records.slice(0, model.durable())
  const hit = pick(random, pick(random, [durable, durable.slice(-LAST)]) ?? durable)
  if (!hit) return life.start()
  const [position, bit] = [hit.at + below(hit.bytes), below(BITS)]
  box.disk.rot(hit.file, position, bit)
  const vouched = isVouchedFor(hit, records, model.witnessed)
  life.tell(`rot in ${hit.seq}, ${vouched ? 'vouched for' : 'torn'}`)
  if (vouched && below(3) === 0) {
    const nth = below(2) === 0 ? 1 : 1 + below(READS_MAX)
    meddler.failAt({ call: 'read', nth, trouble: 'io' })
  }
  if (await tryRotten(life, { hit, vouched })) return
  box.disk.rot(hit.file, position, bit)
  await life.start()
}

/** Whether anything says that this record was durable: a later file, a later line's watermark, or the witness. */
function isVouchedFor({ seq, file }: ReadRecord, records: readonly ReadRecord[], witnessed: number): boolean {
  const later = records.slice(seq)
  return seq <= witnessed || later.some((line) => line.watermark >= seq || line.file !== file)
}

interface Hit {
  readonly hit: ReadRecord
  readonly vouched: boolean
}

/** True where it opened without the rotten record. */
async function tryRotten(life: Life, { hit, vouched }: Hit): Promise<boolean> {
  const { box, meddler, model, random } = life
  const { seq, file } = hit
  const before = box.disk.files()
  const { faults, torn } = await verifyAside(box.disk)
  const found = faults[0] ?? torn
  const right = found?.sequence === seq && found.file === file
  must(right, `record ${seq} is rotten, and verifying finds ${found?.sequence ?? 'nothing'}`)
  const notes = meddler.notes.length
  // A start from a checkpoint reads what comes after it just as closely.
  const from = life.checkpoint && life.checkpoint.seq < seq && random.below(2) === 0 ? life.checkpoint : null
  if (from) life.count('rot after a checkpoint')
  let opened = await box.open({ from })
  meddler.failAt(null)
  if (opened.is === 'refused' && opened.refusal.is === 'disk' && meddler.notes.length > notes) {
    life.count('rot behind a call that failed')
    if (vouched) mustBeSame(before, box.disk.files())
    opened = await box.open({ from })
  }
  if (opened.is === 'open') {
    must(!vouched, `record ${seq} was durable and is rotten, and opening took the journal without it`)
    // A station would have gone on from its checkpoint, and heard from it.
    if (life.checkpoint && life.checkpoint.seq >= seq) life.checkpoint = null
    model.foundWithout(seq, box.disk.files())
    await life.taken(opened, from?.seq)
    life.count('rot that could be a torn tail')
    return true
  }
  const { refusal } = opened
  const named = refusal.is === 'rot' && refusal.sequence === seq && refusal.file === file
  must(named, `record ${seq} is rotten, and opening says ${JSON.stringify(refusal)}`)
  mustBeSame(before, box.disk.files())
  life.count('rot refused')
  return false
}

function mustBeSame(before: ReadonlyMap<string, Buffer>, after: ReadonlyMap<string, Buffer>): void {
  const same = [...before].every(([path, bytes]) => after.get(path)?.equals(bytes))
  must(same && after.size === before.size, 'refusing what is rotten changed something')
}
