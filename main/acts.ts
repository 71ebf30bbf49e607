import { anchored } from '#domain/anchor'
import { assert, done, refused, type Nothing, type Result } from '#domain/result'
import type { TillEvent } from '#domain/events'
import { waitsForManager } from '#domain/parting'
import { step, type Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import { JournalStopped, type Journal } from '#journal/journal'
import type { Storeroom, Folded } from './storeroom/storeroom.ts'
import { hasCardNumber, withoutCards } from './free-texts.ts'
import { TillRecord, type Reply } from './record.ts'
import { makeTurns } from './turns.ts'

/**
 * Carries out what domain decided: one act at a time; write, then change, then tell. The only place the till changes,
 * so that what is shown was on disk first.
 */
export interface Acts {
  readonly till: () => Till
  /**
   * Runs `decide` on the till as it is when the act's turn comes. An act that comes to nothing is refused and leaves no
   * record; one that comes to an event is answered once its record is on disk. A `txn` that was answered before gets
   * the same answer and nothing is done.
   */
  readonly act: <Value, Why extends string>(
    txn: string,
    decide: (till: Till) => Planned<Value, Why> | Promise<Planned<Value, Why>>,
  ) => Promise<Result<Value, Why | ActRefusal>>
  /**
   * Writes down what happened by itself, such as the end of a slip, when its turn comes. Nobody can be told to try
   * again later, so it is never refused as busy; whoever calls it waits for one before the next. Where the event hangs
   * on the till as it is by then, it is told by a function, and null is nothing.
   */
  readonly happened: (
    txn: string,
    event: TillEvent | ((till: Till) => TillEvent | null),
  ) => Promise<Result<Nothing, 'journal-stopped'>>
  /** Called after each new event is on disk and in the till; never while old records are replayed. */
  readonly onEvent: (listener: (event: TillEvent) => void) => void
  /** Why the journal can not be written any more; null while it can. */
  readonly stopped: () => JournalStopped | null
  /** Resolves when no act is under way. */
  readonly idle: () => Promise<void>
  /** Refuses every further act as busy and resolves when those under way have ended; what happens is still written. */
  readonly end: () => Promise<void>
}

/**
 * How any act may be refused: the disk takes nothing, too many wait, who asked is not on duty any more, the record
 * would hold a card number, or another machine goes on under this station's name and a manager is to decide first.
 */
export type ActRefusal = 'journal-stopped' | 'busy' | 'not-allowed' | 'holds-card-number' | 'parted'

/** A refusal without a trace, or an event with what the asker is told of it (a wrong password is both). */
export type Planned<Value, Why extends string> = Result<{ event: TillEvent; reply: Result<Value, Why> }, Why>

export const plan = <Value>(decision: { event: TillEvent; answer: Value }): Planned<Value, never> =>
  done({ event: decision.event, reply: done(decision.answer) })

/** An act that is decided at once and told as decided. */
export const decide = <Value, Why extends string>(
  acts: Acts,
  txn: string,
  decision: (till: Till) => Result<{ event: TillEvent; answer: Value }, Why>,
): Promise<Result<Value, Why | ActRefusal>> =>
  acts.act<Value, Why>(txn, (till) => {
    const decided = decision(till)
    return decided.ok ? plan(decided.value) : decided
  })

/** Acts waiting for their turn: more than any till makes, so more is a page gone wild. */
const WAITING_MAX = 64
export interface ActsParts {
  readonly journal: Journal
  readonly clock: Clock
  readonly till: Till
  /** Knows the answers that were given, and takes what need not stay in memory. */
  readonly storeroom: Storeroom
  /** Told once, when the journal can not be written any more. */
  readonly onStopped: (cause: JournalStopped) => void
}

export function makeActs({ journal, clock, till: replayed, storeroom, onStopped }: ActsParts): Acts {
  let till = replayed
  let waiting = 0
  let ended = false
  let stopped: JournalStopped | null = null
  const turns = makeTurns()
  const listeners: ((event: TillEvent) => void)[] = []

  async function write(txn: string, event: TillEvent, reply: Reply | null): Promise<void> {
    // Stepping first, on a copy, proves that the event fits before anything is written.
    const atMs = clock.nowMs()
    const after = step(till, readable(event, reply), atMs)
    const written = await journal.append({ txn, type: event.is, ts: atMs, body: { event, reply } })
    till = storeroom.keep(anchored(after, event, markOf(written)), written, reply)
    for (const listener of listeners) listener(event)
  }

  /** Writes unless the journal has stopped; stops for good when it stops now. */
  async function written(txn: string, event: TillEvent, reply: Reply | null): Promise<boolean> {
    if (stopped) return false
    try {
      await write(txn, event, reply)
      return true
    } catch (cause) {
      if (!(cause instanceof JournalStopped)) throw cause
      stopped = cause
      onStopped(cause)
      return false
    }
  }

  async function turn<Value, Why extends string>(
    txn: string,
    decide: (till: Till) => Planned<Value, Why> | Promise<Planned<Value, Why>>,
  ): Promise<Result<Value, Why | 'journal-stopped' | 'holds-card-number' | 'parted'>> {
    // The cast says that a txn names one act: its answer has the shape that act's call gave the first time.
    const before = storeroom.answer(txn) as Result<Value, Why> | null
    if (before) return before
    if (stopped) return refused('journal-stopped')
    const planned = await decide(till)
    if (!planned.ok) return planned
    const { event, reply } = planned.value
    if (hasCardNumber(event)) return refused('holds-card-number')
    if (waitsForManager(till, event)) return refused('parted')
    // A reply is made of the contract's shapes, which are JSON.
    return (await written(txn, event, reply as Reply)) ? reply : refused('journal-stopped')
  }

  return {
    ...{ till: () => till, stopped: () => stopped, idle: turns.idle },
    onEvent: (listener) => void listeners.push(listener),
    act: (txn, decide) => {
      if (ended || waiting >= WAITING_MAX) return Promise.resolve(refused('busy'))
      waiting++
      return turns.take(() => turn(txn, decide)).finally(() => waiting--)
    },
    happened: (txn, event) =>
      turns.take(async () => {
        const now = typeof event === 'function' ? event(till) : event
        return now === null || (await written(txn, withoutCards(now), null)) ? done({}) : refused('journal-stopped')
      }),
    end: () => {
      ended = true
      return turns.idle()
    },
  }
}

/**
 * The journal's door: a record holds what its schema names and nothing else, whoever made it. What could not be read
 * again would keep every later start from opening.
 */
function readable(event: TillEvent, reply: Reply | null): TillEvent {
  assert(TillRecord.safeParse({ event, reply }).success, `a record that can not be read again: ${event.is}`)
  return event
}

const markOf = ({ record, hash }: Replayed) => ({ seq: record.seq, hash })

export interface Replayed {
  readonly record: { readonly seq: number; readonly ts: number; readonly body: unknown }
  readonly hash: string
}

/** Folds one journal record. Throws where the record is not the till's, or does not fit. */
export function replayRecord(till: Till, written: Replayed): Folded {
  const { event, reply } = TillRecord.parse(written.record.body)
  return { till: anchored(step(till, event, written.record.ts), event, markOf(written)), reply }
}
