import { money } from '#domain/money'
import { hasMoved, isSettled, type PaymentEvent, type PaymentOrder } from '#domain/payment'
import { openPayments, type KeptPayment, type PortName } from '#domain/payments'
import type { PaymentPort } from '#drivers/payment/port'
import { FATES, makeVirtualPaymentPort, type VirtualPaymentPort } from '#drivers/payment/virtual'
import { SETTLES } from '#drivers/payment/virtual-pair'
import type { Acts } from '#main/acts'
import { openCounter, type Counter } from './counter.ts'
import { MINUTE_MS, Morning } from './morning.ts'
import type { Played } from '../world/seeds.ts'

/** Bugs that must be found out: each is one way of losing money that others have gone. */
export const BUGS = ['send-before-write', 'not-found-is-declined', 'restart-is-declined'] as const
export type Bug = (typeof BUGS)[number]

const PORTS: readonly PortName[] = ['acquirer', 'scanpay', 'terminal']
const KINDS = ['pay', 'void', 'refund'] as const
/** A terminal is asked after like a scan payment. */
const BY_PORT: Readonly<Record<PortName, PaymentPort['settlesBy']>> = {
  ...{ acquirer: SETTLES.card, scanpay: SETTLES.scan, terminal: SETTLES.scan },
}
const RHYTHM = { moves: 14, shortMs: 1_000, longMs: 2 * MINUTE_MS, quietMs: 30 * MINUTE_MS }

/** Plays a morning of orders from a seed, with lines that lose and delay, and a till that dies; then counts. */
export async function play(seed: number, bug: Bug | null): Promise<Played> {
  const day = new Day(seed, bug)
  await day.pass()
  return { broken: await day.count(), tally: day.tally }
}

class Day extends Morning {
  protected readonly rhythm = RHYTHM
  private readonly bug: Bug | null
  private readonly twins: Readonly<Record<PortName, VirtualPaymentPort>>
  private readonly orders = new Map<string, { readonly port: PortName; readonly order: PaymentOrder }>()

  constructor(seed: number, bug: Bug | null) {
    super(seed)
    this.bug = bug
    const twin = (port: PortName) => makeVirtualPaymentPort({ settlesBy: BY_PORT[port], wait: this.clock.wait })
    this.twins = { acquirer: twin('acquirer'), scanpay: twin('scanpay'), terminal: twin('terminal') }
  }

  /** A line goes down by a move; in the end all are there. */
  protected setFoul(isFoul: boolean): void {
    if (!isFoul) for (const port of PORTS) this.twins[port].setDown(false)
  }

  protected async move(): Promise<void> {
    const { random, disk, twins } = this
    if (random.below(8) === 0) disk.cutPowerAfter(1 + random.below(10))
    if (random.below(6) === 0) twins[this.port()].setDown(random.below(2) === 0)
    const what = random.below(10)
    if (what < 4) await this.ask()
    else if (what < 6) await this.person()
    else if (what === 6) this.kill()
  }

  private port = (): PortName => PORTS[this.random.below(PORTS.length)] ?? 'acquirer'

  /** Here it is not stopped: what it had begun may go on at the twins, as on a line that holds things back. */
  protected override leave(): void {}

  protected started(): Promise<Counter | null> {
    const { clock, disk, cache, random } = this
    return openCounter({ clock, disk, cache, random, ports: this.ports(), ...this.atStart() })
  }

  /** The twins as the till sees them, with the planted bug between. */
  private ports(): Readonly<Record<PortName, PaymentPort>> {
    if (this.bug !== 'not-found-is-declined') return this.twins
    const careless = (port: VirtualPaymentPort): PaymentPort => ({
      ...port,
      lookUp: async (order, noMore) => {
        const found = await port.lookUp(order, noMore)
        return found.is === 'not-found' ? { is: 'declined', why: 'not-found' } : found
      },
    })
    const { acquirer, scanpay, terminal } = this.twins
    return { acquirer: careless(acquirer), scanpay: careless(scanpay), terminal: careless(terminal) }
  }

  private atStart() {
    if (this.bug !== 'restart-is-declined') return {}
    return {
      instead: async (acts: Acts) => {
        for (const { payment } of openPayments(acts.till().payments)) {
          const event = { is: 'declined', why: 'restart' } as const
          await acts.happened(this.random.id(), { is: 'payment-told', attempt: payment.attempt, event })
        }
      },
    }
  }

  private async ask(): Promise<void> {
    const port = this.port()
    const kind = KINDS[this.random.below(KINDS.length)] ?? 'pay'
    const attempt = `01-1-${this.orders.size + 1}`
    const amount = money(1 + this.random.below(100_000))
    const order: PaymentOrder = { kind, settlesBy: BY_PORT[port][kind], amount, attempt, of: null }
    const fate = FATES[this.random.below(FATES.length)] ?? 'approve'
    this.twins[port].will(fate)
    this.orders.set(attempt, { port, order })
    this.note(fate)
    if (this.bug === 'send-before-write') void this.twins[port].send(order, new AbortController().signal)
    await this.counter?.ask(port, order)
  }

  /** The cashier gives one up, or a manager decides what no machine can. */
  private async person(): Promise<void> {
    const one = this.drawnOpen()
    if (!one) return
    if (isForPerson(one) && this.random.below(2) === 0) await this.decide(one)
    else await this.tell(one.payment.attempt, { is: 'given-up' })
  }

  protected override tell(attempt: string, event: PaymentEvent): Promise<void> {
    this.note(event.is)
    return super.tell(attempt, event)
  }

  /** By the acquirer's statement, which is right by the next day: nothing is on its way any more. */
  private async decide({ payment, port }: KeptPayment): Promise<void> {
    await this.clock.advance(5 * MINUTE_MS)
    const as = this.twins[port].charged(payment.attempt) > 0 ? 'paid' : 'not-paid'
    await this.tell(payment.attempt, { is: 'decided', as, by: '11' })
  }

  /** What does not hold between the till's books and the acquirers', or null. */
  async count(): Promise<string | null> {
    for (const kept of openPayments(this.kept())) {
      if (kept.payment.at !== 'unknown' || kept.payment.settlesBy !== 'neither')
        return `${kept.payment.attempt} is ${kept.payment.at} and waits for nobody`
      await this.decide(kept)
    }
    const payments = this.kept()
    for (const [attempt, { port }] of this.orders) {
      const [charged, times] = [this.twins[port].charged(attempt), this.twins[port].times(attempt)]
      const kept = payments.get(attempt)
      if (times > 1) return `${attempt} was charged ${times} times`
      if (!kept) {
        if (times > 0) return `${attempt} was charged and is in no record`
        continue
      }
      if (!isSettled(kept.payment)) return `${attempt} is still ${kept.payment.at}`
      if (hasMoved(kept.payment) !== charged > 0)
        return `${attempt} is ${kept.payment.at} and ${charged} fen are charged`
      if (kept.payment.at === 'approved' && charged !== kept.payment.amount)
        return `${attempt} is charged ${charged} fen`
      this.note(kept.payment.at)
    }
    return null
  }
}

/** Nobody but a person can find out. */
const isForPerson = ({ payment }: KeptPayment): boolean =>
  payment.at === 'stuck' || (payment.at === 'unknown' && payment.settlesBy === 'neither')
