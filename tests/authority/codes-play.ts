import { formatCode } from '#domain/refund-codes'
import { makeVirtualRandom } from '#drivers/random/virtual'
import type { Random } from '#drivers/random/port'
import { drawn, pick } from '../simulation/drawing.ts'
import { AS_CASHIER, AS_MANAGER, carryingOut, FIRST_RUN, staff, VOID_PASSWORD } from '../world/people.ts'
import { recordsOn } from '../world/remains.ts'
import { FOLDER, makeWorld, type Answered, type World } from '../world/world.ts'
import { codesAmiss, type Given } from './codes-check.ts'

/** Two tills of a shop, one-time refund codes on their way, and whoever tries to get more out of one than it is for. */
export interface Played {
  readonly broken: string | null
  readonly tally: ReadonlyMap<string, number>
}

const MOVES = 40
const PRICE = 150
const MADE_UP = ['0000000000000', '9999999999999', '1234567890123'].map(formatCode)
const STARTS_MAX = 10
const MINUTE_MS = 60_000
const WAITS_MS = [1_000, 30_000, 5 * MINUTE_MS, 10 * MINUTE_MS, 61 * MINUTE_MS]

export async function playCodes(seed: number): Promise<Played> {
  const random = makeVirtualRandom(seed)
  const tills = [await Till.open(seed * 2), await Till.open(seed * 2 + 1)]
  const tally = new Map<string, number>()
  for (let move = 0; move < MOVES; move++) {
    const till = pick(random, tills)
    if (!till) break
    const said = await till.move(random, [...tills.flatMap(({ codes }) => codes)])
    if (said.includes('holds-card-number')) return { broken: 'what is no card number was taken for one', tally }
    for (const what of said) tally.set(what, (tally.get(what) ?? 0) + 1)
  }
  for (const till of tills) {
    const broken = await till.amiss()
    if (broken !== null) return { broken, tally }
  }
  return { broken: null, tally }
}

class Till {
  private readonly given: Given[] = []
  private approvals: { readonly amount: number; readonly receipt: string; readonly approval: string }[] = []
  private readonly world: World

  private constructor(world: World) {
    this.world = world
  }

  static async open(seed: number): Promise<Till> {
    const world = await makeWorld({ seed })
    await staff(world.ask)
    const till = new Till(world)
    for (let sale = 0; sale < 2; sale++) {
      await world.ask('sale.add', { sku: 'DRK001', quantity: 3 })
      await world.ask('sale.payCash', { due: 3 * PRICE, given: 3 * PRICE })
    }
    return till
  }

  /** All that came to the manager of this till. */
  get codes(): readonly string[] {
    return this.world.postbox.received.map(({ code }) => code)
  }

  async move(random: Random, everywhere: readonly string[]): Promise<readonly string[]> {
    const { world } = this
    if (random.below(12) === 0) world.disk.cutPowerAfter(1 + random.below(6))
    const receipt = pick(random, world.receipts) ?? ''
    const amount = PRICE * (1 + random.below(2))
    const said = await drawn<() => Promise<Answered | null>>(random, [
      [5, () => () => this.askCode(receipt, amount)],
      [9, () => () => this.enter(receipt, amount, this.codeToTry(random, everywhere))],
      [2, () => () => this.guess(receipt, amount)],
      [8, () => () => this.use(random)],
      [2, () => () => this.setTime(random)],
      [1, () => () => this.unlock(receipt)],
      [1, () => () => this.mend(true)],
    ])()
    if (said && !said.ok && ['fault', 'journal-stopped'].includes(said.why)) await this.mend(false)
    return said === null ? [] : [said.ok ? 'done' : said.why]
  }

  private codeToTry(random: Random, everywhere: readonly string[]): string {
    const own = this.codes.at(-1) ?? MADE_UP[0] ?? ''
    return drawn(random, [
      [6, () => own],
      [2, () => pick(random, everywhere) ?? own],
      [2, () => pick(random, MADE_UP) ?? own],
      [1, () => own.slice(0, -1)],
    ])
  }

  private askCode(receipt: string, amount: number): Promise<Answered> {
    const what = refundOf(receipt, amount)
    return this.world.ask('authority.askCode', { what, manager: FIRST_RUN.manager.number, channel: 'email' })
  }

  private async enter(receipt: string, amount: number, code: string): Promise<Answered> {
    const what = refundOf(receipt, amount)
    const answer = await this.world.ask('authority.approve', { what, reason: 'other', word: { code } })
    if (answer.ok) {
      const { approval } = answer.value as { approval: string } // the contract's
      this.approvals.push({ amount, receipt, approval })
      this.given.push({ approval, code })
    }
    return answer
  }

  /** Somebody tries until the code is dead, and once more. */
  private async guess(receipt: string, amount: number): Promise<Answered> {
    for (let times = 0; times < 3; times++) await this.enter(receipt, amount, MADE_UP[times] ?? '')
    return this.enter(receipt, amount, this.codes.at(-1) ?? '')
  }

  /** What was said yes to is done: as it was, for another sale or amount, or twice at once. */
  private async use(random: Random): Promise<Answered | null> {
    const yes = pick(random, this.approvals)
    if (!yes) return null
    const { world } = this
    const other = pick(random, world.receipts) ?? yes.receipt
    const { name, input } = drawn(random, [
      [6, () => doing(yes.receipt, yes.amount, yes.approval)],
      [1, () => doing(other, yes.amount, yes.approval)],
      [1, () => doing(yes.receipt, PRICE * (1 + random.below(2)), yes.approval)],
    ])
    const [one, two] = await Promise.all([
      world.ask(name, input),
      random.below(3) === 0 ? world.ask(name, input) : null,
    ])
    return one.ok && two?.ok === true ? { ok: false, why: 'done-twice' } : one
  }

  private async setTime(random: Random): Promise<null> {
    const { clock } = this.world
    const ms = pick(random, WAITS_MS) ?? 0
    if (random.below(2) === 0) await clock.advance(ms)
    else clock.set(clock.nowMs() + (random.below(2) === 0 ? ms : -ms))
    return null
  }

  private async unlock(receipt: string): Promise<Answered> {
    const { ask } = this.world
    await ask('operators.signIn', AS_MANAGER)
    const answer = await ask('authority.unlockRefunds', { receipt, voidPassword: VOID_PASSWORD })
    await ask('operators.signIn', AS_CASHIER)
    return answer
  }

  /** The plug is pulled, and the till starts on what the disk has. */
  private async mend(atOnce: boolean): Promise<null> {
    const { world } = this
    if (atOnce) await world.kill()
    else await world.cutPower()
    // The power may go again while it starts.
    for (let tries = 0; (await world.open()).length > 0; tries++) {
      if (tries === STARTS_MAX) throw new Error('a till that does not start any more')
      await world.cutPower()
    }
    const signedIn = await world.ask('operators.signIn', AS_CASHIER)
    return signedIn.ok ? null : this.mend(false)
  }

  async amiss(): Promise<string | null> {
    await this.mend(false)
    await this.world.kill()
    const { records, fault } = await recordsOn(this.world.disk.process(), `${FOLDER}/journal`)
    return fault ?? codesAmiss(records, { given: this.given, sent: this.world.postbox.received })
  }
}

const refundOf = (receipt: string, amount: number) => ({ act: 'refund', receipt, wish: { by: 'amount', amount } })
const doing = (receipt: string, amount: number, approval: string) =>
  carryingOut({ what: refundOf(receipt, amount), reason: 'other' }, approval)
