import { isOpen } from '#domain/holds'
import { hasMoved, isSettled, type PaymentEvent } from '#domain/payment'
import { type PaymentKind } from '#domain/payment-kinds'
import { openPayments } from '#domain/payments'
import { CUP_CLASSIC } from '#drivers/acquirer/codec/profile'
import { TEST_CARDS } from '#drivers/acquirer/virtual/cards'
import { seededKeys } from '#drivers/acquirer/virtual/seeded-keys'
import { keyOf, newHostState, stands } from '#drivers/acquirer/virtual/state'
import { makeVirtualDesk } from '#drivers/card-desk/virtual'
import type { Disk } from '#drivers/disk/port'
import { SILENT } from '#drivers/log/pino'
import { makeVirtualSealing } from '#drivers/sealing/virtual'
import { makeAcquirer, type Acquirer } from '#main/acquirer/acquirer'
import { openSealedCards } from '#main/acquirer/sealed-cards'
import type { Acts } from '#main/acts'
import { openCounter, type Counter } from '../payment/counter.ts'
import { MINUTE_MS, Morning } from '../payment/morning.ts'
import type { Played } from '../world/seeds.ts'
import { FOLDER } from '../world/world.ts'
import { makeAir } from './air.ts'
import { customerAt } from './customer.ts'
import { drawnOrder } from './drawn-orders.ts'
import { secondEyes } from './second-eyes.ts'
import { TMK } from './vectors.ts'

/** Rules whose breach must be found out. */
export const BUGS = ['send-before-write'] as const
export type Bug = (typeof BUGS)[number]

const NAMES = { profile: CUP_CLASSIC, terminal: '12345678', merchant: '898310058120001' }
const RHYTHM = { moves: 12, shortMs: 20_000, longMs: 3 * MINUTE_MS, quietMs: 45 * MINUTE_MS }
const BATCH_DIGITS = 6
const waiting = new AbortController().signal

/** A morning of cards from a seed: lines that lose, change and double, hands that hesitate, a till that dies. */
export async function play(seed: number, bug: Bug | null): Promise<Played> {
  const day = new Day(seed, bug)
  await day.pass()
  return { broken: await day.count(), tally: day.tally }
}

class Day extends Morning {
  protected readonly rhythm = RHYTHM
  private readonly bug: Bug | null
  private readonly air
  private readonly kinds = new Map<string, PaymentKind>()
  /** By attempt, as the journal told them: the batch and the number it was sent by. */
  private readonly keys = new Map<string, string>()
  private acquirer: Acquirer | null = null
  private line: ReturnType<ReturnType<typeof makeAir>['line']> | null = null

  constructor(seed: number, bug: Bug | null) {
    super(seed)
    this.bug = bug
    const keysOf = seededKeys(CUP_CLASSIC, `day ${seed}`)
    // It sees with other eyes than those the till writes for.
    const twin = { ...NAMES, tmk: TMK, keysOf, eyes: secondEyes, sealsRefusals: true }
    this.air = makeAir({ twin, state: newHostState(Object.values(TEST_CARDS)), clock: this.clock, random: this.random })
  }

  protected override leave(): void {
    this.line?.die()
    super.leave()
  }

  protected setFoul(isFoul: boolean): void {
    this.air.setWeather(isFoul ? 3 : 0)
  }

  protected async move(): Promise<void> {
    const { random, disk } = this
    if (random.below(8) === 0) disk.cutPowerAfter(1 + random.below(12))
    const what = random.below(12)
    if (what < 6) await this.ask()
    else if (what === 6) await this.giveUp()
    else if (what === 7) this.kill()
    else if (what === 8) this.settle()
  }

  protected started(): Promise<Counter | null> {
    const { clock, disk, cache, random } = this
    return openCounter({ ...{ clock, disk, cache, random }, ports: this.ports }).catch(() => null)
  }

  protected override async opened({ acts }: Counter): Promise<void> {
    acts.onEvent((event) => {
      if (event.is === 'card-sent') this.keys.set(event.attempt, keyOf(event.batch, event.stan))
      if (event.is === 'settlement-ended') this.note('settled')
    })
    await this.acquirer?.tidy().catch(() => undefined)
  }

  private readonly ports = async (acts: Acts, disk: Disk) => {
    const cards = await openSealedCards({ disk, folder: FOLDER, sealing: makeVirtualSealing('counter') })
    const { clock, random } = this
    const desk = makeVirtualDesk({ wait: clock.wait, tmk: () => TMK })
    desk.onStage((stage) => void customerAt(desk, stage, { clock, random }))
    this.line = this.air.line()
    const given = { names: NAMES, declines: 'signed', pinFreeUpTo: 100_000, tmk: () => TMK, today: () => '2026-05-04' }
    this.acquirer = makeAcquirer({
      ...{ ...given, declines: 'signed' as const, acts: this.careless(acts), random, log: SILENT },
      ...{ line: this.line, desk, cards },
    })
    return { acquirer: this.acquirer.port }
  }

  /** With the planted bug: the record of what is sent comes after it. */
  private careless(acts: Acts): Acts {
    if (this.bug !== 'send-before-write') return acts
    return {
      ...acts,
      happened: (txn, event) => {
        if (typeof event === 'function' || event.is !== 'card-sent') return acts.happened(txn, event)
        void this.clock.wait(2_000).then(() => acts.happened(txn, event).catch(() => null))
        return Promise.resolve({ ok: true, value: {} })
      },
    }
  }

  private async ask(): Promise<void> {
    const attempt = `01-1-${this.kinds.size + 1}`
    const till = this.counter?.acts.till()
    if (!till) return
    const order = drawnOrder(this.random, till, attempt)
    this.kinds.set(attempt, order.kind)
    this.note(order.kind)
    await this.counter?.ask('acquirer', order)
  }

  private async giveUp(): Promise<void> {
    const one = this.drawnOpen()
    if (one) await this.tell(one.payment.attempt, { is: 'given-up' })
  }

  protected override tell(attempt: string, event: PaymentEvent): Promise<void> {
    this.note(event.is)
    return super.tell(attempt, event)
  }

  private settle(): void {
    this.note('settle')
    void this.acquirer?.settle(waiting).then(
      (ended) => this.note(ended.ok ? 'settled whole' : `settle ${ended.why}`),
      () => this.note('settle broken off'),
    )
  }

  /** A manager, by the acquirer's statement. */
  private async decideAll(): Promise<string | null> {
    for (const { payment } of openPayments(this.kept())) {
      const { attempt, at } = payment
      if (at !== 'unknown' || payment.settlesBy !== 'neither') return `${attempt} is ${at} and waits for nobody`
      await this.tell(attempt, { is: 'decided', as: this.charged(attempt) > 0 ? 'paid' : 'not-paid', by: '11' })
    }
    return null
  }

  /** Fen it is carried out for at the acquirer, be they charged, given back, held or let go. */
  private charged = (attempt: string): number => {
    const booked = this.air.books().find(this.keys.get(attempt) ?? '')
    return booked && stands(booked) ? booked.amount : 0
  }

  /** What does not hold between the till's books and the acquirer's, or null. */
  async count(): Promise<string | null> {
    const open = await this.decideAll()
    if (open !== null) return open
    const known = new Set(this.keys.values())
    for (const booked of this.air.state().booked.values()) {
      if (booked.times > 1) return `${booked.key} was carried out ${booked.times} times`
      if (stands(booked) && !known.has(booked.key)) return `${booked.key} is charged and in no record`
    }
    const wrong = [...this.kinds.keys()].map((attempt) => this.compared(attempt)).find((each) => each !== null)
    return wrong ?? this.held() ?? (await this.tied())
  }

  private compared(attempt: string): string | null {
    const payment = this.kept().get(attempt)?.payment
    const charged = this.charged(attempt)
    if (!payment) return charged > 0 ? `${attempt} is charged and in no record` : null
    if (!isSettled(payment)) return `${attempt} is still ${payment.at}`
    if (hasMoved(payment) !== charged > 0) return `${attempt} is ${payment.at} and ${charged} fen are charged`
    if (payment.at === 'approved' && charged !== payment.amount) return `${attempt} is charged ${charged} fen`
    if (payment.at === 'approved' && !payment.card) return `${attempt} has nothing to print on a slip`
    this.note(payment.at)
    const isOfCompletion = payment.kind === 'void' && this.kinds.get(payment.of?.attempt ?? '') === 'complete'
    this.note(`${isOfCompletion ? 'completion void' : payment.kind} ${payment.at}`)
    return null
  }

  /** What is held there is open here, and the other way round. */
  private held(): string | null {
    for (const hold of this.counter?.acts.till().holds.values() ?? []) {
      const there = this.air.books().held(this.keys.get(hold.attempt) ?? '')
      const here = isOpen(hold) ? hold.amount : 0
      if (there !== here) return `${there} fen of hold ${hold.attempt} are held there, and ${here} here`
      if (here > 0) this.note('held')
      if (hold.end?.state === 'done' && this.batchOf(hold.attempt) !== this.batchOf(hold.end.attempt))
        this.note('ended in a later batch')
    }
    return null
  }

  private batchOf = (attempt: string) => this.keys.get(attempt)?.slice(0, BATCH_DIGITS)

  /** The batch, settled in fair weather, is the acquirer's to the fen. */
  private async tied(): Promise<string | null> {
    const settling = this.acquirer?.settle(waiting)
    await this.clock.advance(10 * MINUTE_MS)
    const ended = await settling
    if (!ended?.ok) return `the batch is not settled: ${ended?.why ?? 'no acquirer'}`
    const off = this.air.state().settled.find(({ isBalanced }) => !isBalanced)
    return off ? `batch ${off.batch} did not balance` : null
  }
}
