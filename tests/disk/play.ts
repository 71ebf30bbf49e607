import { makeVirtualRandom } from '#drivers/random/virtual'
import { JournalStopped, type Draft } from '#journal/journal'
import { createHash } from 'node:crypto'
import { drawn, pick } from '../simulation/drawing.ts'
import { draft, makeJournalBox, type OpenedJournal, type RunningJournal } from '../world/journals.ts'
import { verifyAside } from './looking.ts'
import { CALLS, makeMeddler, type Call } from './meddling.ts'
import { Broken, Model, must } from './model.ts'
import { rot } from './rot.ts'

/** What a play came to. */
export interface Played {
  /** The promise that was broken, or null. */
  readonly broken: string | null
  /** A hash over all that happened and all that lay on the disk: the same seed gives the same. */
  readonly transcript: string
  /** What occurred, by name. */
  readonly tally: ReadonlyMap<string, number>
}

type End = 'kill' | 'power' | 'close'
const ENDS: readonly End[] = ['kill', 'power', 'close']
const TROUBLES = ['io', 'read-only', 'power'] as const
/** A disk can also be too full for these. */
const GROWING: readonly Call[] = ['makeFolder', 'open', 'write', 'sync', 'rename', 'close']
/** What is asked of a disk when a journal ends. */
const ENDING: readonly Call[] = ['read', 'open', 'write', 'sync', 'syncFolder', 'rename', 'remove', 'close']
const LASTING = ['read-only', 'full', 'denied'] as const

/** One record a file, a few, and many. */
const SEGMENT_BYTES = [1, 700, 1_500, 6_000] as const
const MOVES_MIN = 4
const MOVES_MAX = 14
const ALONE_MAX = 3
const BURST_MAX = 7
/** Turns of the event loop's queue that a burst of appends takes at the most. */
const TURNS_MAX = 60
/** Operations that a start, or a few appends, take. */
const OPERATIONS_MAX = 28
const NTH_MAX = 4
/** About three records. */
const ROOM_MAX = 1_500
const FILLING_MAX = 700
/** A start may itself be hit by a fault; then a person starts again, and the last time all is well with the disk. */
const STARTS_MAX = 4

/** Plays one life of a journal from a seed, with faults. */
export async function play(seed: number): Promise<Played> {
  const run = new Run(seed)
  let broken: string | null = null
  try {
    await run.pass()
  } catch (cause) {
    const said = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    broken = cause instanceof Broken ? cause.message : `a bug: ${said}`
  }
  return { broken, transcript: run.transcript(), tally: run.tally }
}

export class Run {
  readonly tally = new Map<string, number>()
  readonly model = new Model()
  readonly random
  readonly box
  readonly meddler
  private readonly told = createHash('sha256')
  private journal: RunningJournal | null = null
  private stopped: JournalStopped | null = null
  private drafted = 0

  constructor(seed: number) {
    this.random = makeVirtualRandom(seed)
    const { below } = this.random
    this.meddler = makeMeddler({
      below,
      failNextSync: () => this.box.disk.failNextSync(),
      cutPower: () => this.box.disk.cutPower(),
    })
    const segmentBytes = pick(this.random, SEGMENT_BYTES) ?? 1
    this.box = makeJournalBox({ seed, segmentBytes, through: this.meddler.through })
  }

  transcript(): string {
    return this.told.copy().digest('hex')
  }

  tell(what: string): void {
    this.told.update(`${what}\n`)
  }

  count(what: string, times = 1): void {
    if (times > 0) this.tally.set(what, (this.tally.get(what) ?? 0) + times)
  }

  async pass(): Promise<void> {
    await this.start()
    const moves = MOVES_MIN + this.random.below(MOVES_MAX - MOVES_MIN)
    for (let n = 0; n < moves; n++) {
      await this.move()
      if (this.stopped !== null) {
        await this.mustTakeNothing()
        await this.restart()
      }
    }
    this.calm()
    await this.restart('power')
    await this.restart('close')
  }

  /** All is well with the disk from here on. */
  calm(): void {
    this.meddler.failAt(null)
    this.box.disk.cutPowerAfter(Infinity)
    this.box.disk.setTrouble(null)
    this.box.disk.setFree(Infinity)
  }

  private async move(): Promise<void> {
    const { below } = this.random
    const { disk } = this.box
    await drawn<() => Promise<void>>(this.random, [
      [4, () => () => this.appendAlone(1 + below(ALONE_MAX))],
      [4, () => () => this.burst(2 + below(BURST_MAX - 1))],
      [5, () => () => this.interrupted()],
      [4, () => () => this.afterwards(() => disk.cutPowerAfter(1 + below(OPERATIONS_MAX)))],
      [5, () => () => this.afterwards(() => this.planFailure())],
      [2, () => () => this.afterwards(() => disk.setFree(below(ROOM_MAX)))],
      [1, () => () => this.afterwards(() => disk.setTrouble(pick(this.random, LASTING) ?? 'full'))],
      [3, () => () => this.restart()],
      [3, () => () => this.endBadly()],
      [2, () => () => this.look()],
      [3, () => () => rot(this)],
    ])()
  }

  private planFailure(call: Call = pick(this.random, CALLS) ?? 'write', nth = 1 + this.random.below(NTH_MAX)): void {
    const full = GROWING.includes(call) && this.random.below(3) === 0
    const trouble = full ? 'full' : (pick(this.random, TROUBLES) ?? 'io')
    this.tell(`plan ${trouble} in ${call} ${nth}`)
    this.meddler.failAt({ call, nth, trouble })
  }

  /** The disk fails, or the power goes, while the last words are written. */
  private endBadly(): Promise<void> {
    const { below } = this.random
    if (below(3) === 0) this.box.disk.cutPowerAfter(1 + below(OPERATIONS_MAX / 2))
    else this.planFailure(pick(this.random, ENDING) ?? 'close', 1 + below(2))
    return this.restart('close')
  }

  /** Something is planned, and the next appends or the next start run into it. */
  private afterwards(plan: () => void): Promise<void> {
    plan()
    const { below } = this.random
    return drawn<() => Promise<void>>(this.random, [
      [2, () => () => this.burst(1 + below(BURST_MAX))],
      [1, () => () => this.appendAlone(1 + below(ALONE_MAX))],
      [2, () => () => this.restart()],
    ])()
  }

  private drafts(count: number): Draft[] {
    return Array.from({ length: count }, () => {
      const one = draft(++this.drafted)
      return { ...one, body: { ...Object(one.body), filling: 'x'.repeat(this.random.below(FILLING_MAX)) } }
    })
  }

  private async appendAlone(count: number): Promise<void> {
    for (let n = 0; n < count && this.stopped === null; n++) await this.burst(1)
  }

  private async burst(count: number): Promise<void> {
    await this.appending(count)
  }

  /** Dies in the middle of what it appends. */
  private async interrupted(): Promise<void> {
    const { below } = this.random
    const end = below(2) === 0 ? 'kill' : 'power'
    const turns = below(TURNS_MAX)
    const ended = this.appending(1 + below(BURST_MAX))
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    this.die(end)
    await ended
    // A tail that is torn may also be one that the disk does not let be cut.
    if (below(4) === 0) this.planFailure('truncate', 1)
    await this.start()
  }

  /** Appends at once, so that several share a flush; those that ended well are acknowledged. */
  private async appending(count: number): Promise<void> {
    const { journal } = this
    if (journal === null) throw new Error('no journal is open')
    const notes = this.meddler.notes.length
    const files = this.meddler.done.get('open') ?? 0
    const drafts = this.drafts(count)
    this.model.staging(drafts)
    const ended = drafts.map(async (one) => {
      try {
        const { record, hash } = await journal.append(one)
        this.model.acknowledge(record.seq, hash)
        must(this.stopped === null, `record ${record.seq} was acknowledged after the journal had stopped`)
        this.count('acknowledged')
      } catch (cause) {
        if (!(cause instanceof JournalStopped)) throw cause
        this.stopped ??= cause
      }
    })
    await Promise.all(ended)
    this.count('segments begun', (this.meddler.done.get('open') ?? 0) - files)
    this.noted('selling', notes)
    this.tell(`appended ${count}: ${this.model.durable()} ${this.stopped?.message ?? ''}`)
  }

  /** After the first fault it takes nothing any more, says why, and leaves the disk alone. */
  private async mustTakeNothing(): Promise<void> {
    const operations = this.box.disk.operations()
    this.calm()
    const again = await this.journal?.append(this.drafts(1)[0] ?? draft(0)).catch((cause: unknown) => cause)
    must(again instanceof JournalStopped, 'a journal that had stopped took a record')
    must(again.trouble === this.stopped?.trouble, `it stopped for ${this.stopped?.trouble ?? ''}: ${again.trouble}`)
    must(this.box.disk.operations() === operations, 'a journal that had stopped went to the disk')
    this.count('took nothing after a fault')
  }

  die(end: 'kill' | 'power'): void {
    this.count(end)
    this.tell(end)
    if (end === 'kill') this.box.disk.kill()
    else this.box.disk.cutPower()
  }

  /** Ends one way or another, and starts. */
  async restart(end: End = pick(this.random, ENDS) ?? 'kill'): Promise<void> {
    await this.end(end)
    await this.start()
  }

  async end(end: End): Promise<void> {
    if (end !== 'close') {
      this.die(end)
      return
    }
    const notes = this.meddler.notes.length
    await this.journal?.close()
    const clean = this.stopped === null && this.meddler.notes.length === notes
    if (clean) this.model.witnessed = this.model.durable()
    this.count(clean ? 'clean end' : 'end that failed')
    this.noted('ending', notes)
    this.tell(`closed ${clean ? 'well' : 'badly'}`)
    // Nothing that was said to be closed is still to come.
    this.die(this.random.below(2) === 0 ? 'kill' : 'power')
  }

  async start(): Promise<void> {
    for (let tries = 1; ; tries++) {
      if (tries === STARTS_MAX) this.calm()
      const notes = this.meddler.notes.length
      const opened = await this.tryStart()
      const struck = this.noted('starting', notes)
      if (opened.is === 'open') return
      const { refusal } = opened
      must(refusal.is === 'disk' && struck.length > 0, `it does not open: ${JSON.stringify(refusal)}`)
      const told = struck.some((note) => note.startsWith(refusal.trouble) || note.startsWith('power'))
      must(told, `it is refused for ${refusal.trouble}, and what happened is ${struck.join(', ')}`)
      must(tries < STARTS_MAX, 'it does not open although all is well with the disk')
      this.count('start that failed')
      if (tries > 1) this.calm()
    }
  }

  private async tryStart(): Promise<OpenedJournal> {
    const { box, meddler, model } = this
    const before = await verifyAside(box.disk)
    must(before.faults.length === 0, `verifying finds ${JSON.stringify(before.faults[0])} in what no medium lost`)
    const [written, cut] = [meddler.done.get('write') ?? 0, meddler.done.get('truncate') ?? 0]
    const opened = await box.open()
    this.count('starts that wrote a tail again', (meddler.done.get('write') ?? 0) - written)
    this.count('torn tails cut', (meddler.done.get('truncate') ?? 0) - cut)
    this.tell(opened.is === 'open' ? `open at ${opened.head().seq}` : JSON.stringify(opened.refusal))
    if (opened.is === 'refused') return opened
    this.count('unanswered ones that survived', model.found(box.disk.files()))
    must(opened.head().seq === before.head.seq, `verifying saw ${before.head.seq}, opening ${opened.head().seq}`)
    await this.taken(opened)
    return opened
  }

  /** What an opening shows is what lies there, and verifies. */
  async taken(opened: RunningJournal): Promise<void> {
    const { known } = this.model
    const shown = opened.replayed.map((record) => JSON.stringify(record))
    must(shown.join('\n') === known.map(({ json }) => json).join('\n'), 'it shows something else than lies there')
    const { seq, hash } = opened.head()
    must(seq === known.length && hash === (known.at(-1)?.hash ?? ''), `its head is ${seq} ${hash}`)
    const after = await verifyAside(this.box.disk)
    const sound = after.faults.length === 0 && after.torn === null && after.head.hash === hash
    must(sound && after.witness === 'sound', `after opening, verifying finds ${JSON.stringify(after)}`)
    this.journal = opened
    this.stopped = null
    for (const [path, bytes] of this.box.disk.files()) this.told.update(path).update(bytes)
  }

  /** Verifying beside a running journal finds no fault. */
  private async look(): Promise<void> {
    const { faults, head } = await verifyAside(this.box.disk)
    must(faults.length === 0, `verifying beside it finds ${JSON.stringify(faults[0])}`)
    must(head.seq >= this.model.durable(), `verifying beside it finds ${head.seq} of ${this.model.durable()}`)
    this.count('verified beside it')
  }

  /** Counts what went wrong since. */
  private noted(phase: string, since: number): readonly string[] {
    const notes = this.meddler.notes.slice(since)
    for (const note of notes) this.count(`${phase}: ${note}`)
    this.tell(notes.join(', '))
    return notes
  }
}
