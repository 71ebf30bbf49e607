import { openPayments } from '#domain/payments'
import { everySale } from '#domain/sales'
import type { Till } from '#domain/till'
import type { World } from '../world/world.ts'
import { AS_MANAGER } from '../world/people.ts'
import { call } from './drawing.ts'
import type { Hands } from './giving-back-moves.ts'
import { Broken } from './opening.ts'

const MINUTE_MS = 60_000
/** The statement is right by then: nothing is on its way any more. */
const STATEMENT_MS = 5 * MINUTE_MS
/** Longer than any order is asked after, undone or late. */
const QUIET_MS = 10 * MINUTE_MS
/** The longest that a secret is not heard. */
const LOCKED_MS = 15 * MINUTE_MS
/** Of deciding what is open: what was decided leaves nothing new. */
const ROUNDS = 2
const SIGN_INS = 3

/** What the acquirer's statement says of an order. */
export function statementOf(world: World, attempt: string): 'paid' | 'not-paid' {
  const { card, scan } = world.payments
  return card.charged(attempt) + scan.charged(attempt) > 0 ? 'paid' : 'not-paid'
}

/** A manager decides what no machine can find out. */
export async function decideByStatement({ world, ask, wait }: Hands, attempt: string): Promise<void> {
  await wait(STATEMENT_MS)
  await ask(call('payments.decide', { attempt, as: statementOf(world, attempt) }))
}

/** The day is over: lines are up, a manager is there, and what is open is brought to its end by time or by them. */
export async function settleBooks(hands: Hands): Promise<void> {
  const { world, wait } = hands
  for (const acquirer of [world.payments.card, world.payments.scan]) {
    acquirer.setDown(false)
    acquirer.will()
  }
  await managerComes(hands)
  for (let round = 0; round < ROUNDS; round++) {
    await wait(QUIET_MS)
    const open = openPayments(world.station().acts.till().payments)
    if (open.length === 0) return
    const shown = new Map(world.view().unresolved.map((order) => [order.attempt, order]))
    for (const { payment } of open) {
      const order = shown.get(payment.attempt)
      if (!order?.forPerson || order.may.decide.length === 0)
        throw new Broken(`${payment.kind} ${payment.attempt} is ${payment.at} for ever`)
      await decideByStatement(hands, payment.attempt)
    }
  }
  throw new Broken('the books can not be settled')
}

async function managerComes({ ask, wait }: Hands): Promise<void> {
  for (let tries = 0; tries < SIGN_INS; tries++) {
    if ((await ask(call('operators.signIn', AS_MANAGER))).ok) return
    await wait(LOCKED_MS)
  }
  throw new Broken('no manager is let in')
}

/** How orders ended, and by what ways sales were paid and money went back. */
export function cameTo({ payments, sales, sale }: Till): string[] {
  const ways = (tenders: readonly { readonly method: string }[]) => tenders.map(({ method }) => method).join('+')
  return [
    ...[...payments.values()].map(({ payment: { kind, at } }) => `${kind} ${at}`),
    ...[...everySale(sales)].flatMap(({ tenders, returns }) => [
      tenders.length > 2 ? 'paid by many' : `paid by ${ways(tenders)}`,
      ...returns.flatMap(({ kind, parts }) =>
        parts.map(({ attempt, state }) => `${kind} ${attempt ? '' : 'in cash '}${state}`),
      ),
    ]),
    ...sale.tenders.map(({ state }) => `tender ${state}`),
  ]
}
