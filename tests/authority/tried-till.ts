import { APPROVAL_LIFE_MS } from '#domain/authority'
import { formatCode } from '#domain/refund-codes'
import type { Random } from '#drivers/random/port'
import { beginEpoch } from '#journal/new-epoch'
import type { TOTP } from 'otpauth'
import { drawn, pick } from '../simulation/drawing.ts'
import { AS_CASHIER, AS_MANAGER, FIRST_RUN, VOID_PASSWORD } from '../world/people.ts'
import { recordsOn } from '../world/remains.ts'
import { changeSetting } from '../world/settings.ts'
import { FOLDER, type Answered, type World } from '../world/world.ts'
import { codesAmiss, type Given } from './codes-check.ts'
import { doing, openStrictTill, PRICE, type What } from './strict-till.ts'

interface Yes extends Given {
  readonly what: What
  readonly atMs: number
  readonly hands: number
  isUsed: boolean
}

/** When a code arrived, by the clock that nobody sets, and in which run of the program. */
interface Arrival {
  readonly what: What
  readonly atMs: number
  readonly run: number
}

const PIECES = 3
export const MADE_UP = ['0000000000000', '9999999999999', '1234567890123'].map(formatCode)
const STARTS_MAX = 10
/** Approvals that somebody still remembers. */
const LATELY = 4
const STEP_MS = 30_000
const MINUTE_MS = 60_000
const CODE_LIFE_MS = 10 * MINUTE_MS
const MANAGER = FIRST_RUN.manager.number
const STATION = '01'
const OTHER_STATION = '02'
/** Why an approval that was used is refused, whatever else stands in the way by then. */
const OVER = ['code-used', 'totp-used', 'approval-for-another', 'approval-expired']

/** A till with activation and integrity check on, and what people try at it. */
export class TriedTill {
  readonly world: World
  /** The first promise that an answer broke; the journal is read at the end. */
  broken: string | null = null
  private readonly approvals: Yes[] = []
  private readonly arrivals: Arrival[] = []
  private readonly totp: TOTP
  private run = 0
  /** Counts who came to the till: what was said yes to before is over. */
  private hands = 0
  private epoch = 1
  /** Whether the power goes some time soon, so that a fault proves nothing. */
  private isUncertain = false

  private constructor(world: World, totp: TOTP) {
    this.world = world
    this.totp = totp
  }

  static async open(seed: number): Promise<TriedTill> {
    const { world, totp } = await openStrictTill(seed)
    const till = new TriedTill(world, totp)
    for (let sale = 0; sale < 2; sale++) await till.sell()
    return till
  }

  /** All that came to the manager of this till. */
  get codes(): readonly string[] {
    return this.world.postbox.received.map(({ code }) => code)
  }

  /** A fault without a power cut is a bug. */
  private async ask(name: string, input: unknown): Promise<Answered> {
    const answer = await this.world.ask(name, input)
    if (isDead(answer) && !this.isUncertain) this.broken ??= `${answer.why} at ${name}, and nobody cut the power`
    return answer
  }

  async sell(): Promise<Answered> {
    await this.ask('sale.add', { sku: 'DRK001', quantity: PIECES })
    return this.ask('sale.payCash', { due: PIECES * PRICE, given: PIECES * PRICE })
  }

  /** What the newest code was asked for. */
  get newest(): What | null {
    return this.arrivals.at(-1)?.what ?? null
  }

  /** The power goes in the midst of something soon. */
  pullSoon(random: Random): void {
    this.isUncertain = true
    this.world.disk.cutPowerAfter(1 + random.below(6))
  }

  refund(random: Random, receipt = pick(random, this.world.receipts) ?? ''): What {
    const count = 1 + random.below(2)
    const wish = drawn<object>(random, [
      [2, () => ({ by: 'amount', amount: PRICE * count })],
      [1, () => ({ by: 'lines', lines: [{ place: 0, quantity: count }] })],
    ])
    return { act: 'refund', receipt, wish }
  }

  async askCode(what: What): Promise<Answered> {
    const answer = await this.ask('authority.askCode', { what, manager: MANAGER, channel: 'email' })
    while (this.arrivals.length < this.codes.length)
      this.arrivals.push({ what, atMs: this.world.clock.elapsedMs(), run: this.run })
    return answer
  }

  async enter(what: What, code: string): Promise<Answered> {
    const answer = await this.approve(what, { code }, code)
    const { atMs, run } = this.arrivals[this.codes.indexOf(code)] ?? { atMs: Infinity, run: -1 }
    // A run that has not seen the code made goes by the wall clock alone.
    if (answer.ok && run === this.run && this.world.clock.elapsedMs() - atMs >= CODE_LIFE_MS)
      this.broken ??= 'a code was heard too late, by the clock that nobody sets'
    return answer
  }

  /** No code can be sent: by the authenticator, as it shows now, or as it did some steps ago. */
  goOffline(what: What, stepsAgo: number): Promise<Answered> {
    const totp = this.totp.generate({ timestamp: this.world.clock.nowMs() - stepsAgo * STEP_MS })
    return this.approve(what, { manager: MANAGER, voidPassword: VOID_PASSWORD, totp })
  }

  reprint(random: Random): Promise<Answered> {
    const what: What = { act: 'reprint', receipt: pick(random, this.world.receipts) ?? '', slip: 'sale' }
    return this.approve(what, { manager: MANAGER, voidPassword: VOID_PASSWORD })
  }

  private async approve(what: What, word: object, code: string | null = null): Promise<Answered> {
    const answer = await this.ask('authority.approve', { what, reason: 'other', word })
    if (answer.ok) {
      const { approval } = answer.value as { approval: string } // the contract's
      const { hands, world } = this
      this.approvals.push({ approval, code, what, atMs: world.clock.elapsedMs(), hands, isUsed: false })
    }
    return answer
  }

  /** One of the newest things that were said yes to is done: as it was, as something else, or twice at once. */
  async use(random: Random, yes = pick(random, this.lately(random))): Promise<Answered | null> {
    if (!yes) return null
    const { act, receipt } = yes.what
    const what = act === 'refund' && random.below(3) === 0 ? this.otherThan(random, receipt) : yes.what
    const { name, input } = doing(what, yes.approval)
    const [one, two] = await Promise.all([this.ask(name, input), random.below(3) === 0 ? this.ask(name, input) : null])
    if (one.ok && two?.ok === true) this.broken ??= 'an approval was used twice at once'
    if (one.ok && yes.isUsed) this.broken ??= 'an approval was used twice'
    const lateMs = this.world.clock.elapsedMs() - yes.atMs - APPROVAL_LIFE_MS
    if (one.ok && lateMs > 0) this.broken ??= 'an approval was used too late'
    if (!one.ok && yes.isUsed && OVER.includes(one.why))
      this.broken ??= `an approval that was used is refused as ${one.why}`
    yes.isUsed ||= one.ok
    return one
  }

  /** All that was said yes to lately, the newest first. */
  async useAll(random: Random): Promise<Answered | null> {
    let said: Answered | null = null
    for (const yes of this.approvals.slice(-LATELY).reverse()) said = await this.use(random, yes)
    return said
  }

  private lately(random: Random): readonly Yes[] {
    const all = random.below(6) === 0 ? this.approvals : this.approvals.filter(({ hands }) => hands === this.hands)
    return all.slice(-LATELY)
  }

  private otherThan(random: Random, receipt: string): What {
    return drawn(random, [
      [2, () => this.refund(random, receipt)],
      [1, () => this.refund(random)],
    ])
  }

  /** The manager stands at the till for a moment, and may let the refunds of a sale go on. */
  async relieve(unlocked: string | null): Promise<Answered> {
    this.hands++
    await this.ask('operators.signIn', AS_MANAGER)
    const input = { receipt: unlocked, voidPassword: VOID_PASSWORD }
    const answer = unlocked === null ? null : await this.ask('authority.unlockRefunds', input)
    const signedIn = await this.ask('operators.signIn', AS_CASHIER)
    return answer ?? signedIn
  }

  /** A fault ends the program: it is started again. */
  async heard(said: Answered): Promise<void> {
    if (isDead(said)) await this.mend('power')
  }

  /** The plug is pulled, or the program ends, and the till starts on what the disk has. */
  async mend(how: 'power' | 'kill', meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<null> {
    const { world } = this
    if (how === 'kill') await world.kill()
    else await this.cutPower()
    await meanwhile()
    // The power may go again while it starts.
    for (let tries = 0; (await world.open()).length > 0; tries++) {
      if (tries === STARTS_MAX) throw new Error('a till that does not start any more')
      await this.cutPower()
    }
    this.run++
    this.hands++
    await world.station().examine()
    const signedIn = await this.ask('operators.signIn', AS_CASHIER)
    return signedIn.ok ? null : this.mend('power')
  }

  private async cutPower(): Promise<void> {
    await this.world.cutPower()
    this.isUncertain = false
  }

  /** Somebody gives the till another station's number, and back; or it goes on in a new epoch, as after a restore. */
  async move(random: Random): Promise<null> {
    if (random.below(2) === 0) return this.mend('power', () => this.restore())
    await this.cutPower()
    await this.renumber(OTHER_STATION)
    const refusal = await this.world.open()
    if (refusal.length > 0) await this.renumber(STATION)
    return this.mend('kill')
  }

  private renumber(station: string): Promise<void> {
    return changeSetting(this.world.disk.process(), 'station', station)
  }

  private async restore(): Promise<void> {
    const { disk, clock, newTxn, cache } = this.world
    cache.lose()
    const parts = { folder: `${FOLDER}/journal`, journal: `${STATION}-e1`, epoch: ++this.epoch, nowMs: clock.nowMs() }
    const begun = await beginEpoch({ disk: disk.process(), ...parts, txn: newTxn(), fork: newTxn() })
    if (!begun.ok) throw new Error('no new epoch began')
  }

  async amiss(): Promise<string | null> {
    await this.mend('power')
    await this.world.kill()
    const { records, fault } = await recordsOn(this.world.disk.process(), `${FOLDER}/journal`)
    return this.broken ?? fault ?? codesAmiss(records, { given: this.approvals, sent: this.world.postbox.received })
  }
}

const isDead = (answer: Answered): answer is Answered & { ok: false } =>
  !answer.ok && (answer.why === 'fault' || answer.why === 'journal-stopped')
