import { money } from '#domain/money'
import { hasMoved, isSettled, type PaymentOrder } from '#domain/payment'
import { openPayments } from '#domain/payments'
import { mayDecide } from '#domain/settling'
import type { PaymentPort } from '#drivers/payment/port'
import { LakalaPort, SCANPAY_SETTLES } from '#drivers/scanpay/port'
import { codeOf, TEST_CUSTOMERS } from '#drivers/scanpay/virtual/customers'
import { newPlatformState } from '#drivers/scanpay/virtual/state'
import type { Transport } from '#drivers/scanpay/transport'
import { numberOf } from '#drivers/scanpay/orders'
import { openCounter, type Counter } from '../payment/counter.ts'
import { MINUTE_MS, Morning } from '../payment/morning.ts'
import type { Played } from '../world/seeds.ts'
import { CODES, makeAir, PARTY } from './air.ts'

/** Rules whose breach must be found out. */
export const BUGS = ['undone-unasked', 'undo-number-unasked'] as const
export type Bug = (typeof BUGS)[number]

const RHYTHM = { moves: 10, shortMs: 20_000, longMs: 3 * MINUTE_MS, quietMs: 45 * MINUTE_MS }
/** As if nobody asked after what undoes a payment by its own number. */
const deafToUndoing = (line: Transport): Transport => ({
  exchange: (request, noMore) =>
    request.path.endsWith('query') && /"out_trade_no":"[^"]*-[VRST]"/.test(request.body)
      ? Promise.resolve({ is: 'silence', why: 'no-answer' })
      : line.exchange(request, noMore),
})
const CUSTOMERS = Object.values(TEST_CUSTOMERS)

/** A morning of scan payments from a seed: bad lines, customers who hesitate or go, a till that dies. */
export async function play(seed: number, bug: Bug | null): Promise<Played> {
  const day = new Day(seed, bug)
  await day.pass()
  return { broken: (await day.decideAll()) ?? day.count(), tally: day.tally }
}

class Day extends Morning {
  protected readonly rhythm = RHYTHM
  private readonly bug: Bug | null
  private readonly air
  /** What the morning's contract with the platform says. */
  private readonly refundsBy: 'labs' | 'unified'
  private readonly isAtCounter: boolean
  private readonly shownQrs = new Set<string>()
  private asked = 0
  private shown = 0
  private line: ReturnType<ReturnType<typeof makeAir>['line']> | null = null

  constructor(seed: number, bug: Bug | null) {
    super(seed)
    this.bug = bug
    this.refundsBy = this.random.below(2) === 0 ? 'labs' : 'unified'
    this.isAtCounter = this.random.below(2) === 0
    this.note(`refunds by ${this.refundsBy}, codes ${this.isAtCounter ? 'at the counter' : 'of a wallet'}`)
    this.air = makeAir({ state: newPlatformState(CUSTOMERS), clock: this.clock, random: this.random })
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
    else this.hand()
  }

  protected started(): Promise<Counter | null> {
    const { clock, disk, cache, random } = this
    this.line = this.air.line()
    return openCounter({ clock, disk, cache, random, ports: { scanpay: this.port() } }).catch(() => null)
  }

  /** The platform's port; a customer shows a code, or none and scans ours. */
  private port(): PaymentPort {
    const line = this.line
    if (!line) throw new Error('no line')
    const { clock, random, bug } = this
    const transport = bug === 'undo-number-unasked' ? deafToUndoing(line) : line
    const parts = { transport, clock, party: PARTY, codes: CODES, subject: '小麦便利店' }
    const shown = this.shownQrs
    const wallet = random.below(2) === 0 ? 'ALIPAY' : 'UQRCODEPAY'
    const port = new LakalaPort({
      ...parts,
      refundsBy: this.refundsBy,
      qrWallet: this.isAtCounter ? 'counter' : wallet,
    })
    port.onPrompt((_, prompt) => {
      if (prompt) shown.add(prompt.text)
    })
    return {
      settlesBy: port.settlesBy,
      send: (order, noMore) => {
        const shows = order.kind === 'pay' && random.below(3) > 0
        return port.send(shows ? { ...order, code: this.code() } : order, noMore)
      },
      lookUp: (order, noMore) => port.lookUp(order, noMore),
      reverse: (order, noMore) =>
        bug === 'undone-unasked' ? Promise.resolve({ is: 'reversal-confirmed' }) : port.reverse(order, noMore),
      onLate: () => undefined,
    }
  }

  private code(): string {
    const customer = CUSTOMERS[this.random.below(CUSTOMERS.length)] ?? TEST_CUSTOMERS.alipay
    // Now and then the telephone still shows the last one.
    if (this.random.below(10) > 0) this.shown++
    return codeOf(customer, this.shown)
  }

  /** A customer pays what is shown, or answers the wallet that asks for the password. */
  private hand(): void {
    // Nobody pays by a code that was never shown.
    const orders = [...this.air.state().orders.values()].filter(({ qr }) => qr === null || this.shownQrs.has(qr))
    const { number = '' } = orders[this.random.below(Math.max(1, orders.length))] ?? {}
    const customer = CUSTOMERS[this.random.below(CUSTOMERS.length)]?.codes ?? ''
    const act = this.random.below(4)
    if (act < 2) this.air.customer({ is: 'pays', number, customer })
    else this.air.customer({ is: act === 2 ? 'enters-password' : 'refuses', number })
    this.note('a hand')
  }

  private async ask(): Promise<void> {
    const attempt = `01-1-${++this.asked}`
    const { kind, amount, of } = (this.random.below(3) === 0 ? this.back() : null) ?? {
      ...{ kind: 'pay' as const, amount: money(100 + this.random.below(3_000)), of: null },
    }
    this.note(kind)
    await this.counter?.ask('scanpay', { kind, settlesBy: SCANPAY_SETTLES[kind], amount, attempt, of })
  }

  /** As a till asks: what is whole is voided, and no more is refunded than is left, whatever is not known yet. */
  private back(): (Pick<PaymentOrder, 'amount' | 'of'> & { kind: 'void' | 'refund' }) | null {
    const all = [...this.kept().values()].map(({ payment }) => payment)
    const paid = all.flatMap((each) => (each.at === 'approved' && each.kind === 'pay' ? [each] : []))
    const original = paid[this.random.below(Math.max(1, paid.length))]
    if (!original) return null
    const { attempt, approval, amount } = original
    const backs = all.filter(({ of, at }) => of?.attempt === attempt && at !== 'declined' && at !== 'reversed')
    const left = backs.reduce<number>((so, each) => so - each.amount, amount)
    if (left <= 0) return null
    const isVoid = backs.length === 0 && this.random.below(2) === 0
    const part = isVoid ? amount : money(1 + this.random.below(left))
    return { kind: isVoid ? 'void' : 'refund', amount: part, of: { attempt, approval } }
  }

  private async giveUp(): Promise<void> {
    const one = this.drawnOpen()
    if (!one) return
    this.note('given-up')
    await this.tell(one.payment.attempt, { is: 'given-up' })
  }

  /** A manager, by the platform's statement, of money that goes back and that nobody can call back: of nothing else. */
  async decideAll(): Promise<string | null> {
    for (const { payment } of openPayments(this.kept())) {
      const { attempt, at, kind } = payment
      if (kind === 'pay' || mayDecide(payment).length === 0) return `${attempt} is ${at} and waits for nobody`
      const isDone = this.air.books().back(numberOf(attempt))?.state === 'SUCCESS'
      await this.tell(attempt, { is: 'decided', as: isDone ? 'paid' : 'not-paid', by: '11' })
    }
    return null
  }

  /** What does not hold between the till's books and the platform's, or null. */
  count(): string | null {
    for (const { number, times } of this.air.state().orders.values())
      if (times > 1) return `${number} was charged ${times} times`
    for (const [number, { times }] of this.air.state().returns)
      if (times > 1) return `${number} was given back ${times} times`
    const all = [...this.kept().values()].map(({ payment }) => payment)
    for (const payment of all) {
      if (!isSettled(payment)) return `${payment.attempt} is still ${payment.at}`
      this.note(`${payment.kind} ${payment.at}`)
    }
    const books = this.air.books()
    for (const { attempt, amount, ...payment } of all.filter(({ kind }) => kind === 'pay')) {
      const back = all.filter((each) => each.of?.attempt === attempt && hasMoved(each))
      const given = back.reduce((sum, each) => sum + each.amount, 0)
      const here = hasMoved({ attempt, amount, ...payment }) ? amount - given : 0
      const there = books.kept(numberOf(attempt))
      if (here !== there) return `${attempt} is ${payment.at}: the shop has ${here} fen of it here and ${there} there`
    }
    return null
  }
}
