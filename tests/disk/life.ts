import { makeVirtualRandom } from '#drivers/random/virtual'
import { JournalStopped, type Draft, type Written } from '#journal/journal'
import type { Known } from '#journal/survey'
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { pick } from '../simulation/drawing.ts'
import { draft, makeJournalBox, type OpenedJournal, type RunningJournal } from '../world/journals.ts'
import { verifyAside } from './looking.ts'
import { makeMeddler } from './meddling.ts'
import { Model, must } from './model.ts'

export type End = 'kill' | 'power' | 'close'
export const ENDS: readonly End[] = ['kill', 'power', 'close']
/** One record a file, a few, and many. */
const SEGMENT_BYTES = [1, 700, 1_500, 6_000] as const
/** Bytes that a record may be longer than others: lines then lie anywhere across sectors. */
const FILLING_MAX = 700
/** A start may itself be hit by a fault; then a person starts again, and the last time all is well with the disk. */
const STARTS_MAX = 4
const CHECKPOINT_EVERY = 3

/** A journal that is started, written to and ended again and again, held against its model at every step. */
export class Life {
  readonly tally = new Map<string, number>()
  readonly model = new Model()
  readonly random
  readonly box
  readonly meddler
  private readonly told = createHash('sha256')
  private journal: RunningJournal | null = null
  /** A durable record that a later start may go on from. */
  checkpoint: Known | null = null
  private fault: JournalStopped | null = null
  private drafted = 0

  constructor(seed: number) {
    this.random = makeVirtualRandom(seed)
    this.meddler = makeMeddler({
      below: this.random.below,
      failNextSync: () => this.box.disk.failNextSync(),
      cutPower: () => this.box.disk.cutPower(),
      kill: () => this.box.disk.kill(),
    })
    const segmentBytes = pick(this.random, SEGMENT_BYTES) ?? 1
    this.box = makeJournalBox({ seed, segmentBytes, through: this.meddler.through })
  }

  /** A hash over all that was told. */
  transcript(): string {
    return this.told.copy().digest('hex')
  }

  tell(what: string): void {
    this.told.update(`${what}\n`)
  }

  count(what: string, times = 1): void {
    if (times > 0) this.tally.set(what, (this.tally.get(what) ?? 0) + times)
  }

  stopped(): boolean {
    return this.fault !== null
  }

  /** All is well with the disk from here on. */
  calm(): void {
    this.meddler.failAt(null)
    this.box.disk.cutPowerAfter(Infinity)
    this.box.disk.setTrouble(null)
    this.box.disk.setFree(Infinity)
  }

  /** Appends at once, so that several share a flush; those that ended well are acknowledged. */
  async append(count: number): Promise<void> {
    const { journal } = this
    must(journal !== null, 'no journal is open')
    const notes = this.meddler.notes.length
    const opened = this.opened()
    const drafts = this.drafts(count)
    this.model.staging(drafts)
    const ended = drafts.map(async (one) => {
      try {
        const written = await journal.append(one)
        const { record, hash } = written
        this.model.acknowledge(record.seq, hash)
        if (record.seq % CHECKPOINT_EVERY === 0) this.checkpoint = knownAt(written, this.box.disk.files())
        must(this.fault === null, `record ${record.seq} was acknowledged after the journal had stopped`)
        this.count('acknowledged')
      } catch (cause) {
        if (!(cause instanceof JournalStopped)) throw cause
        this.fault ??= cause
      }
    })
    await Promise.all(ended)
    this.count('segments begun', this.opened() - opened)
    this.noted('selling', notes)
    this.tell(`appended ${count}: ${this.model.durable()} ${this.fault?.message ?? ''}`)
  }

  /** After the first fault it takes nothing any more, says why, and leaves the disk alone. */
  async mustTakeNothing(): Promise<void> {
    const operations = this.box.disk.operations()
    this.calm()
    const again = await this.journal?.append(this.drafts(1)[0] ?? draft(0)).catch((cause: unknown) => cause)
    must(again instanceof JournalStopped, 'a journal that had stopped took a record')
    must(again.trouble === this.fault?.trouble, `it stopped for ${this.fault?.trouble ?? ''}: ${again.trouble}`)
    must(this.box.disk.operations() === operations, 'a journal that had stopped went to the disk')
    this.count('took nothing after a fault')
  }

  /** Verifying beside a running journal finds no fault. */
  async look(): Promise<void> {
    const { faults, head } = await verifyAside(this.box.disk)
    must(faults.length === 0, `verifying beside it finds ${JSON.stringify(faults[0])}`)
    must(head.seq >= this.model.durable(), `verifying beside it finds ${head.seq} of ${this.model.durable()}`)
    this.count('verified beside it')
  }

  /** Ends one way or another, and starts. */
  async restart(end: End = pick(this.random, ENDS) ?? 'kill'): Promise<void> {
    await this.end(end)
    await this.start()
  }

  die(end: 'kill' | 'power'): void {
    this.count(end)
    this.tell(end)
    if (end === 'kill') this.box.disk.kill()
    else this.box.disk.cutPower()
  }

  async end(end: End): Promise<void> {
    if (end !== 'close') {
      this.die(end)
      return
    }
    const notes = this.meddler.notes.length
    await this.journal?.close()
    const clean = this.fault === null && this.meddler.notes.length === notes
    if (clean) this.model.witnessed = this.model.durable()
    this.count(clean ? 'clean end' : 'end that failed')
    this.noted('ending', notes)
    this.tell(`closed ${clean ? 'well' : 'badly'}`)
    // What was said to be closed has nothing left to lose.
    this.die(this.random.below(2) === 0 ? 'kill' : 'power')
  }

  /** It may be refused while the disk fails, and for nothing else. */
  async start(): Promise<void> {
    for (let tries = 1; ; tries++) {
      if (tries === STARTS_MAX) this.calm()
      const notes = this.meddler.notes.length
      const opened = await this.tryStart()
      const struck = this.noted('starting', notes)
      if (opened.is === 'open') return
      const { refusal } = opened
      must(refusal.is === 'disk' && struck.length > 0, `it does not open: ${JSON.stringify(refusal)}`)
      const told = struck.some((note) => note.startsWith(refusal.trouble) || /^(power|kill)/.test(note))
      must(told, `it is refused for ${refusal.trouble}, and what happened is ${struck.join(', ')}`)
      must(tries < STARTS_MAX, 'it does not open although all is well with the disk')
      this.count('start that failed')
    }
  }

  private async tryStart(): Promise<OpenedJournal> {
    const { box, meddler, model } = this
    const before = await verifyAside(box.disk)
    must(before.faults.length === 0, `verifying finds ${JSON.stringify(before.faults[0])} in what no medium lost`)
    const [written, cut] = [meddler.done.get('write') ?? 0, meddler.done.get('truncate') ?? 0]
    const from = this.random.below(2) === 0 ? null : this.checkpoint
    const opened = await box.open({ from })
    if (from) this.count('starts from a checkpoint')
    this.count('starts that wrote a tail again', (meddler.done.get('write') ?? 0) - written)
    this.count('torn tails cut', (meddler.done.get('truncate') ?? 0) - cut)
    this.tell(opened.is === 'open' ? `open at ${opened.head().seq}` : JSON.stringify(opened.refusal))
    if (opened.is === 'refused') return opened
    this.count('unanswered ones that survived', model.found(box.disk.files()))
    must(opened.head().seq === before.head.seq, `verifying saw ${before.head.seq}, opening ${opened.head().seq}`)
    await this.taken(opened, from?.seq)
    return opened
  }

  /** What an opening shows is what lies there, and verifies. */
  async taken(opened: RunningJournal, from = 0): Promise<void> {
    const { known } = this.model
    const shown = opened.replayed.map((record) => JSON.stringify(record))
    const there = known.slice(from).map(({ json }) => json)
    must(shown.join('\n') === there.join('\n'), 'it shows something else than lies there')
    const { seq, hash } = opened.head()
    must(seq === known.length && hash === (known.at(-1)?.hash ?? ''), `its head is ${seq} ${hash}`)
    const after = await verifyAside(this.box.disk)
    const sound = after.faults.length === 0 && after.torn === null && after.head.hash === hash
    must(sound && after.witness === 'sound', `after opening, verifying finds ${JSON.stringify(after)}`)
    this.journal = opened
    this.fault = null
    for (const [path, bytes] of this.box.disk.files()) this.told.update(path).update(bytes)
  }

  private opened(): number {
    return this.meddler.done.get('open') ?? 0
  }

  private drafts(count: number): Draft[] {
    return Array.from({ length: count }, () => {
      const n = ++this.drafted
      return { ...draft(n), body: { n, filling: 'x'.repeat(this.random.below(FILLING_MAX)) } }
    })
  }

  /** Counts what went wrong since. */
  private noted(phase: string, since: number): readonly string[] {
    const notes = this.meddler.notes.slice(since)
    for (const note of notes) this.count(`${phase}: ${note}`)
    this.tell(notes.join(', '))
    return notes
  }
}

/** What a station would put away of it. */
function knownAt({ record, hash, place }: Written, files: ReadonlyMap<string, Buffer>): Known {
  const segments = [...files.keys()]
    .filter((path) => path.endsWith('.jsonl'))
    .map((path) => parseInt(basename(path), 10))
  const before = segments.filter((first) => first <= place.segment).sort((a, b) => a - b)
  return { seq: record.seq, hash, journal: record.j, ...place, segments: before }
}
