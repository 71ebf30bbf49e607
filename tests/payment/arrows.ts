import { money } from '#domain/money'
import { hasMoved, isSettled, type Payment, type PaymentOrder } from '#domain/payment'
import type { PortName } from '#domain/payments'
import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeVirtualCache } from '#drivers/cache/virtual'
import { makeVirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualPaymentPort, type Fate } from '#drivers/payment/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { openCounter, type Counter } from './counter.ts'

export interface Arrow {
  readonly port: PortName
  readonly order: Pick<PaymentOrder, 'kind' | 'settlesBy'>
  readonly fate: Fate
}

/** How one order ended whose till lost power at its n-th touch of the disk. */
export interface Ended {
  /** Null where the order was never written down. */
  readonly payment: Payment | null
  readonly charged: number
  readonly times: number
  /** The power went while the order was under way. */
  readonly cut: boolean
}

const QUIET_MS = 10 * 60_000
const STEP_MS = 5_000
const AMOUNT = money(1616)
const ATTEMPT = '01-1-1'

export async function playArrow({ port, order, fate }: Arrow, cutAt: number): Promise<Ended> {
  const clock = makeVirtualClock(Date.UTC(2026, 4, 4, 1))
  const random = makeVirtualRandom(cutAt)
  const disk = makeVirtualDisk(makeVirtualRandom(cutAt + 1).below)
  const cache = makeVirtualCache(makeVirtualRandom(cutAt + 2).below)
  const settlesBy = { pay: order.settlesBy, void: order.settlesBy, refund: order.settlesBy }
  const twin = makeVirtualPaymentPort({ settlesBy, wait: clock.wait })
  const ports = { acquirer: twin, scanpay: twin, terminal: twin }
  const open = async (): Promise<Counter> => {
    for (;;) {
      const counter = await openCounter({ clock, disk, cache, random, ports })
      if (counter) return counter
    }
  }
  let counter = await open()
  twin.will(fate)
  disk.cutPowerAfter(cutAt)
  await counter.ask(port, { ...order, amount: AMOUNT, attempt: ATTEMPT, of: null })
  let cut = false
  for (let passedMs = 0; passedMs < QUIET_MS; passedMs += STEP_MS) {
    await clock.advance(STEP_MS)
    if (counter.acts.stopped() === null) continue
    cut = true
    counter = await open()
  }
  const payment = counter.acts.till().payments.get(ATTEMPT)?.payment ?? null
  return { payment, charged: twin.charged(ATTEMPT), times: twin.times(ATTEMPT), cut }
}

/** What does not hold of it, or null. */
export function amissIn({ payment, charged, times }: Ended): string | null {
  if (times > 1) return `charged ${times} times`
  if (!payment) return charged > 0 ? 'charged and in no record' : null
  const isForPerson = payment.at === 'unknown' && payment.settlesBy === 'neither'
  if (isForPerson) return null
  if (!isSettled(payment)) return `still ${payment.at}`
  return hasMoved(payment) === charged > 0 ? null : `${payment.at}, and ${charged} fen are charged`
}
