import { drawn, pick } from '../simulation/drawing.ts'
import { Life } from './life.ts'
import { CALLS, type Call } from './meddling.ts'
import { Broken } from './model.ts'
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

const TROUBLES = ['io', 'read-only', 'power', 'kill'] as const
/** A disk can also be too full for these. */
const GROWING: readonly Call[] = ['makeFolder', 'open', 'write', 'sync', 'rename', 'close']
/** What is asked of a disk when a journal ends. */
const ENDING: readonly Call[] = ['read', 'open', 'write', 'sync', 'syncFolder', 'rename', 'remove', 'close']
/** What may be wrong with a disk until somebody sees to it. */
const LASTING = ['read-only', 'full', 'denied'] as const

const MOVES_MIN = 4
const MOVES_MAX = 14
const ALONE_MAX = 3
const BURST_MAX = 7
/** Turns of the promises' queue that a burst of appends takes at the most. */
const TURNS_MAX = 60
/** Operations that a start, or a few appends, take. */
const OPERATIONS_MAX = 28
const NTH_MAX = 4
/** Records after which a file of most sizes is full. */
const ROLLED_BY = 4
/** Bytes: about three records. */
const ROOM_MAX = 1_500

/** Plays one life of a journal from a seed, with faults. */
export async function play(seed: number): Promise<Played> {
  const life = new Life(seed)
  let broken: string | null = null
  try {
    await live(life)
  } catch (cause) {
    const said = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    broken = cause instanceof Broken ? cause.message : `a bug: ${said}`
  }
  return { broken, transcript: life.transcript(), tally: life.tally }
}

async function live(life: Life): Promise<void> {
  await life.start()
  const moves = MOVES_MIN + life.random.below(MOVES_MAX - MOVES_MIN)
  for (let n = 0; n < moves; n++) {
    await drawMove(life)()
    if (!life.stopped()) continue
    await life.mustTakeNothing()
    await life.restart()
  }
  // What is there in the end is there to stay.
  life.calm()
  await life.restart('power')
  await life.restart('close')
}

type Move = () => Promise<void>

function drawMove(life: Life): Move {
  const { random, box } = life
  const { below } = random
  return drawn<Move>(random, [
    [4, () => () => appendAlone(life)],
    [4, () => () => life.append(2 + below(BURST_MAX - 1))],
    [5, () => () => interrupted(life)],
    [4, () => () => afterwards(life, () => box.disk.cutPowerAfter(1 + below(OPERATIONS_MAX)))],
    [5, () => () => afterwards(life, () => planFailure(life, {}))],
    [2, () => () => failedFlush(life)],
    [2, () => () => nameless(life)],
    [2, () => () => afterwards(life, () => box.disk.setFree(below(ROOM_MAX)))],
    [1, () => () => afterwards(life, () => box.disk.setTrouble(pick(random, LASTING) ?? 'full'))],
    [3, () => () => life.restart()],
    [3, () => () => endBadly(life)],
    [2, () => () => life.look()],
    [3, () => () => rot(life)],
  ])
}

/** One of a call's next fails. */
function planFailure(life: Life, { call = pick(life.random, CALLS) ?? 'write', nthMax = NTH_MAX }): void {
  const { random, meddler } = life
  const nth = 1 + random.below(nthMax)
  const full = GROWING.includes(call) && random.below(3) === 0
  const trouble = full ? 'full' : (pick(random, TROUBLES) ?? 'io')
  life.tell(`${trouble} is planned for ${call} ${nth}`)
  meddler.failAt({ call, nth, trouble })
}

/** A failed flush leaves pages in the cache that the system takes for written; a start that finds them must not. */
async function failedFlush(life: Life): Promise<void> {
  life.meddler.failAt({ call: 'sync', nth: 1, trouble: 'io' })
  await life.append(1 + life.random.below(BURST_MAX))
  await life.restart('kill')
}

/** Killed between a file and its name on the disk: what the next start writes into it must not go with the name. */
async function nameless(life: Life): Promise<void> {
  life.meddler.failAt({ call: 'syncFolder', nth: 1, trouble: 'kill' })
  for (let n = 0; n < ROLLED_BY && !life.stopped(); n++) await life.append(1)
  if (!life.stopped()) {
    life.meddler.failAt(null)
    return
  }
  await life.mustTakeNothing()
  await life.start()
  await life.append(1)
  await life.restart('power')
}

async function appendAlone(life: Life): Promise<void> {
  for (let n = life.random.below(ALONE_MAX); n >= 0 && !life.stopped(); n--) await life.append(1)
}

/** Something is planned, and the next appends or the next start run into it. */
function afterwards(life: Life, plan: () => void): Promise<void> {
  plan()
  return drawn<Move>(life.random, [
    [2, () => () => life.append(1 + life.random.below(BURST_MAX))],
    [1, () => () => appendAlone(life)],
    [2, () => () => life.restart()],
  ])()
}

/** Dies in the middle of what it appends. */
async function interrupted(life: Life): Promise<void> {
  const { below } = life.random
  const end = below(2) === 0 ? 'kill' : 'power'
  const turns = below(TURNS_MAX)
  const ended = life.append(1 + below(BURST_MAX))
  for (let turn = 0; turn < turns; turn++) await Promise.resolve()
  life.die(end)
  await ended
  // A tail that is torn may also be one that the disk does not let be cut.
  if (below(4) === 0) planFailure(life, { call: 'truncate', nthMax: 1 })
  await life.start()
}

/** The disk fails, or the power goes, while the last words are written. */
function endBadly(life: Life): Promise<void> {
  const { random, box } = life
  if (random.below(3) === 0) box.disk.cutPowerAfter(1 + random.below(OPERATIONS_MAX / 2))
  else planFailure(life, { call: pick(random, ENDING) ?? 'close', nthMax: 2 })
  return life.restart('close')
}
