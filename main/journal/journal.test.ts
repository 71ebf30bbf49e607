import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draft, makeJournalBox, type JournalBox, type RunningJournal } from '../../tests/world/journals.ts'

/**
 * The journal against the simplest model of it: a list. Whatever is killed, cut off or failing, and in whatever order,
 * what was acknowledged is there after the next opening, once, in order; what an opening has shown stays; and all that
 * is there was appended.
 */
const RUNS = 1_000
const COMMANDS_MAX = 14
/** Appends of one moment; several share a flush. */
const BATCH_MAX = 6
/** Small, so that new files are begun all the time. */
const SEGMENT_BYTES = 1_200

type Command =
  | { readonly do: 'append'; readonly count: number }
  /** The program dies, or the power goes, in the middle of an append; or between two. */
  | { readonly do: 'kill' | 'cutPower'; readonly count: number; readonly afterTurns: number }
  /** The power goes in the middle of one of the next operations, be it an append's or an opening's. */
  | { readonly do: 'cutPowerLater'; readonly afterOperations: number }
  | { readonly do: 'failNextSync' | 'reopen' | 'close' }

const count = fc.integer({ min: 0, max: BATCH_MAX })
const commands = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('append' as const), count }) },
    {
      weight: 3,
      arbitrary: fc.record({
        ...{ do: fc.constantFrom('kill' as const, 'cutPower' as const), count },
        afterTurns: fc.integer({ min: 0, max: 12 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('cutPowerLater' as const),
        afterOperations: fc.integer({ min: 1, max: 12 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('failNextSync' as const, 'reopen' as const, 'close' as const) }),
    },
  ),
  { maxLength: COMMANDS_MAX },
)

/** An opening may itself be hit by the fault that was under way; then a person starts again. */
const STARTS_MAX = 4

class Model {
  private readonly box: JournalBox
  private journal: RunningJournal | null = null
  private appended = 0
  /** What must be there, in order: acknowledged, or shown by an opening. */
  private known: string[] = []

  constructor(seed: number) {
    this.box = makeJournalBox({ seed, segmentBytes: SEGMENT_BYTES })
  }

  async run(command: Command): Promise<void> {
    switch (command.do) {
      case 'append':
        await this.append(command.count)
        return
      case 'kill':
      case 'cutPower':
        await this.append(command.count, command)
        return this.reopen()
      case 'cutPowerLater':
        this.box.disk.cutPowerAfter(command.afterOperations)
        return
      case 'failNextSync':
        this.box.disk.failNextSync()
        return
      case 'close':
        await this.journal?.close()
        return this.reopen()
      case 'reopen':
        return this.reopen()
    }
  }

  /** Opens it as a new program would, and compares. */
  async reopen(): Promise<void> {
    let opened = await this.box.open()
    for (let tries = 1; tries < STARTS_MAX && opened.is === 'refused' && opened.refusal.is === 'disk'; tries++)
      opened = await this.box.open()
    if (opened.is === 'refused') throw new Error(`it does not open: ${JSON.stringify(opened.refusal)}`)
    const found = opened.replayed.map(({ txn }) => txn)
    expect(found.slice(0, this.known.length)).toEqual(this.known)
    // What was not acknowledged may be there: once, and in the order it was appended.
    const further = found.slice(this.known.length).map((txn) => Number(txn.slice('txn-'.length)))
    expect(further).toEqual([...new Set(further)].sort((a, b) => a - b))
    expect(further.every((n) => n <= this.appended && !this.known.includes(`txn-${n}`))).toBe(true)
    expect(opened.replayed.map(({ seq }) => seq)).toEqual(found.map((_, index) => index + 1))
    this.known = found
    this.journal = opened
  }

  private async append(howMany: number, end?: { do: 'kill' | 'cutPower'; afterTurns: number }): Promise<void> {
    const { journal } = this
    const batch = Array.from({ length: howMany }, () => draft(++this.appended))
    const ended = batch.map(async (one) => {
      const written = await journal?.append(one)
      if (written) this.known.push(written.record.txn)
    })
    if (end) {
      for (let turn = 0; turn < end.afterTurns; turn++) await Promise.resolve()
      this.box.disk[end.do]()
    }
    await Promise.allSettled(ended)
  }
}

describe('the journal', () => {
  it('keeps its promises whatever happens to the program, the power and the disk', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), commands, async (seed, list) => {
        const model = new Model(seed)
        await model.reopen()
        for (const command of list) await model.run(command)
        await model.run({ do: 'cutPower', count: 0, afterTurns: 0 })
      }),
      { numRuns: RUNS, seed: 20_260_504 },
    )
  })
})
