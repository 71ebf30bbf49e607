import type { CustomerView } from '#contract/view'
import { openPayments } from '#domain/payments'
import type { Fate as Fare } from '#drivers/payment/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { createHash } from 'node:crypto'
import { AS_CASHIER, AS_MANAGER, STAFFED } from '../world/people.ts'
import { changeSetting } from '../world/settings.ts'
import type { Answered, World } from '../world/world.ts'
import { nextMove, type Call, type Move } from './actor.ts'
import { call } from './drawing.ts'
import { giveBackWithFate, type Hands } from './giving-back-moves.ts'
import type { Asked } from './invariants.ts'
import { drawerAmiss, returnsAmiss } from './money-invariants.ts'
import { answerTime, type Method } from './money-moves.ts'
import { Broken, died, meddle, openWhole } from './opening.ts'
import { searchAmiss } from './search-invariants.ts'
import { cameTo, decideByStatement, settleBooks } from './settling.ts'
import { effectAmiss, shownToAll, viewsAmiss } from './shown-invariants.ts'

const MOVES = 70
const PRINTER_MOODS = ['fine', 'fine', 'fine', 'paper-out', 'jams'] as const
const ROUNDINGS = ['none', 'down', 'half-up'] as const
const HOUR_MS = 3_600_000

function must(amiss: string | null): void {
  if (amiss !== null) throw new Broken(amiss)
}

/** A day at the counter: moves drawn from a seed, with faults, and the books settled at its end. */
export class Day {
  readonly asked: Asked[] = []
  readonly tally = new Map<string, number>()
  private readonly world: World
  private readonly random
  /** Of its own, so that what befalls the cache changes no move. */
  private readonly mischief
  private readonly hash = createHash('sha256')
  private readonly hands: Hands
  private newest = ''

  constructor(world: World, seed: number) {
    this.world = world
    this.hands = { world, ask: (asked) => this.ask(asked), wait: (ms) => this.wait(ms) }
    this.random = makeVirtualRandom(seed * 2 + 1)
    this.mischief = makeVirtualRandom(seed ^ 0xcac4e)
  }

  transcript(): string {
    return this.hash.copy().digest('hex')
  }

  /** How this shop rounds cash: it must hold in every one. */
  private async chooseRounding(): Promise<void> {
    const cashRounding = ROUNDINGS[this.random.below(ROUNDINGS.length)]
    await this.world.kill()
    await changeSetting(this.world.disk.process(), 'cashRounding', cashRounding)
    await this.openAgain()
  }

  async pass(): Promise<void> {
    const { random, world } = this
    await this.chooseRounding()
    for (const call of STAFFED) await this.ask(call)
    for (let i = 0; i < MOVES; i++) {
      if (random.below(14) === 0) world.disk.cutPowerAfter(1 + random.below(12))
      if (random.below(60) === 0) world.disk.failNextSync()
      if (random.below(10) === 0) await this.setPrinter()
      if (random.below(6) === 0) await this.wait(random.below(120_000))
      if (random.below(40) === 0) world.clock.set(world.clock.nowMs() + (random.below(3) - 1) * HOUR_MS)
      const move = nextMove(random, world)
      this.count(move.do)
      await this.make(move)
      if (this.hasOpenOrders() && random.below(4) > 0) await this.wait(answerTime(random))
      this.look()
      if (random.below(20) === 0) await this.endSuddenly(random.below(2) === 0 ? 'killed' : 'power-cut')
    }
    await this.endSuddenly('power-cut')
    await settleBooks(this.hands)
    this.look()
    must(await searchAmiss(world, random))
    for (const what of cameTo(this.world.station().acts.till())) this.count(what)
  }

  private hasOpenOrders(): boolean {
    return openPayments(this.world.station().acts.till().payments).length > 0
  }

  /** Lets time pass, and all that follows from it. */
  private async wait(ms: number): Promise<void> {
    await this.world.clock.advance(ms)
    await this.world.settle()
  }

  /** A printer that is fine again prints what it owes. */
  private async setPrinter(): Promise<void> {
    const { random, world } = this
    world.printer.setMood(PRINTER_MOODS[random.below(PRINTER_MOODS.length)] ?? 'fine')
    await world.settle()
  }

  private async make(move: Move): Promise<void> {
    const { world } = this
    switch (move.do) {
      case 'ask':
        await this.ask(move.call)
        return
      case 'fare':
        this.fare(move.method, move.fares)
        return
      case 'line':
        world.payments[move.method].setDown(move.down)
        return
      case 'give-back':
        for (const method of ['card', 'scan'] as const) {
          this.fare(method, move.fares)
          if (move.down) world.payments[method].setDown(true)
        }
        must(await giveBackWithFate(this.hands, move.deed, move.fate))
        return
      case 'statement':
        return decideByStatement(this.hands, move.attempt)
      case 'ask-twice': {
        const txn = world.newTxn()
        const [answer, again] = await Promise.all([this.attempt(move.call, txn), this.attempt(move.call, txn)])
        // Of two refusals the second may be another one; what was done was done once.
        this.note(move.call, { txn, answer, again: answer.ok ? again : null })
        return this.mend(answer)
      }
      case 'guess':
        for (let times = 0; times < move.times; times++) await this.ask(move.call)
        for (const each of move.then) await this.ask(each)
        return
      case 'scan':
        world.scanner.scan(move.code)
        return world.settle()
      case 'scan-while-paying': {
        if (move.scanFirst) world.scanner.scan(move.code)
        const txn = world.newTxn()
        const paying = this.attempt(move.call, txn)
        if (!move.scanFirst) world.scanner.scan(move.code)
        const answer = await paying
        this.note(move.call, { txn, answer, again: null })
        return this.mend(answer)
      }
      case 'replay':
        return this.mustRefuse(this.newest, 'cashier', 'out-of-order')
      case 'reload': {
        const quickKeys = call('catalogue.quickKeys', {})
        await this.ask(quickKeys)
        const late = this.envelope(move.call, world.newTxn())
        world.reload()
        await this.ask(quickKeys)
        return this.mustRefuse(late, 'cashier', 'out-of-order')
      }
      case 'ask-as-customer':
        return this.mustRefuse(world.envelope(move.call.name, move.call.input), 'customer', 'not-allowed')
    }
  }

  /** Asks, and where the till died before it answered, opens it again and asks again with the same txn. */
  private async ask(call: Call): Promise<Answered> {
    const txn = this.world.newTxn()
    const before = this.world.view()
    let answer = await this.attempt(call, txn)
    if (died(answer)) {
      await this.mend(answer)
      // The door hears those on duty only: who asked comes back, and where nobody may enter yet nobody asks again.
      if (await this.signedIn(before.operator?.number)) answer = await this.attempt(call, txn)
    } else if (answer.ok) must(effectAmiss(call, answer.value, before, this.world.view()))
    // Now and then a page that missed the answer asks again.
    const again = answer.ok && this.random.below(12) === 0 ? await this.attempt(call, txn) : null
    this.note(call, { txn, answer, again })
    return answer
  }

  private async signedIn(number?: string): Promise<boolean> {
    const txn = this.world.newTxn()
    const coming = call('operators.signIn', number === AS_MANAGER.number ? AS_MANAGER : AS_CASHIER)
    this.note(coming, { txn, answer: await this.attempt(coming, txn), again: null })
    return this.world.view().operator !== null
  }

  private fare(method: Method, fares: readonly Fare[]): void {
    for (const fare of fares) this.count(`fares ${fare}`)
    this.world.payments[method].will(...fares)
  }

  private envelope(call: Call, txn: string): string {
    return this.world.envelope(call.name, call.input, { txn })
  }

  private attempt(call: Call, txn: string): Promise<Answered> {
    this.newest = this.envelope(call, txn)
    return this.world.askText(this.newest)
  }

  private note(call: Call, came: Omit<Asked, keyof Call>): void {
    this.asked.push({ ...call, ...came })
    this.count(came.answer.ok ? `${call.name} done` : came.answer.why)
    this.hash.update(JSON.stringify([call, came.answer, came.again]))
  }

  /** A call that no till may heed: of a name that is none, an earlier page, or the customer's window. */
  private async mustRefuse(text: string, role: 'cashier' | 'customer', why: string): Promise<void> {
    const before = JSON.stringify(this.world.view())
    const answer = await this.world.askText(text, role)
    if (answer.ok || ![why, 'bad-call'].includes(answer.why)) throw new Broken(`a ${role}'s call was not ${why}`)
    if (JSON.stringify(this.world.view()) !== before) throw new Broken(`a call that was ${why} changed the view`)
    this.count(answer.why)
  }

  /** What both windows show now, and no more money moved than there was reason for. */
  private look(): void {
    const { world } = this
    const till = world.station().acts.till()
    const [cashier, customer] = [world.view(), world.station().view('customer') as CustomerView] // by its role
    must(viewsAmiss(cashier, customer) ?? drawerAmiss(world, till) ?? returnsAmiss(till))
    this.hash.update(JSON.stringify([cashier, customer]))
    if (cashier.notice) this.count(`notice ${cashier.notice.why}`)
    for (const { kind, at } of cashier.unresolved) this.count(`shown ${kind} ${at}`)
  }

  /** Opens the till again where it died. */
  private async mend(answer: Answered): Promise<void> {
    if (died(answer)) await this.openAgain()
  }

  /** The till goes down between two acts: all that was shown is there afterwards. */
  private async endSuddenly(how: 'killed' | 'power-cut'): Promise<void> {
    this.count(how)
    const shown = this.world.view().stage === 'stopped' ? null : shownToAll(this.world)
    await (how === 'killed' ? this.world.kill() : this.world.cutPower())
    await this.openAgain()
    if (shown !== null && shownToAll(this.world) !== shown)
      throw new Broken(`after it was ${how} the till shows something else`)
  }

  /** A fault that was under way may hit the start itself; then a person starts again. Any other refusal is a loss. */
  private async openAgain(): Promise<void> {
    this.count('opened again')
    // A new program knows no earlier page; what is asked of it again is told by its txn.
    this.newest = ''
    this.count(meddle(this.world.cache, this.mischief))
    await openWhole(this.world)
  }

  private count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1)
  }
}
