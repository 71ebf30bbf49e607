import type { Random } from '#drivers/random/port'
import { AS_CASHIER, AS_MANAGER, CASHIER, voidOf } from '../world/people.ts'
import type { Answered, World } from '../world/world.ts'
import type { Call } from './actor.ts'

/** What people do at the till besides selling: coming, going, guessing, and undoing with a manager's yes. */
const WRONG_PASSWORD = '111222'

const call = (name: string, input: unknown): Call => ({ name, input })
const as = (random: Random) => (random.below(2) === 0 ? AS_MANAGER : AS_CASHIER)

export const signIn = (random: Random): Call => call('operators.signIn', as(random))
export const signInWrongly = (random: Random): Call =>
  call('operators.signIn', { ...as(random), password: WRONG_PASSWORD })
export const guessVoid = (receipt: string): Call => call('sale.approveVoid', voidOf(receipt, WRONG_PASSWORD))

/** A manager comes and lets the cashier try again. */
export const helpIn: readonly Call[] = [
  call('operators.signIn', AS_MANAGER),
  call('operators.unlock', { number: AS_CASHIER.number }),
]

/** Calls of managers, and of those who would like to be. */
export function peopleCall(random: Random, world: World): Call {
  const locked = world.view().people.find(({ login }) => login.is !== 'open')
  const calls: readonly Call[] = [
    call('operators.lock', {}),
    call('operators.unlock', { number: locked?.number ?? (random.below(2) === 0 ? '03' : '11') }),
    call('operators.add', { ...CASHIER, number: `0${4 + random.below(4)}` }),
    call('operators.add', CASHIER),
    call('operators.add', { ...CASHIER, number: '77', password: '777777' }),
  ]
  return calls[random.below(calls.length)] ?? signIn(random)
}

/** What becomes of a manager's yes: it is used, used twice, for another sale, or too late. */
export const FATES = ['used', 'used', 'used', 'twice', 'elsewhere', 'late', 'made-up'] as const
export type Fate = (typeof FATES)[number]

const TOO_LATE_MS = 121_000

export interface Hands {
  readonly ask: (call: Call) => Promise<Answered>
  readonly advance: (ms: number) => Promise<void>
  readonly isVoided: (receipt: string) => boolean
}

/** Gives the promise that was broken, or null. */
export async function undoWithFate(hands: Hands, receipt: string, other: string, fate: Fate): Promise<string | null> {
  const { ask, advance, isVoided } = hands
  const approved = await ask(call('sale.approveVoid', voidOf(receipt)))
  if (!approved.ok) return null
  const { approval } = approved.value as { approval: string } // the contract's
  const voidWith = (of: string, id = approval) =>
    ask(call('sale.voidPaid', { receipt: of, reason: 'other', approval: id }))
  const mustNot = async (of: string, id?: string) => {
    const before = isVoided(of)
    const answer = await voidWith(of, id)
    return answer.ok || isVoided(of) !== before ? `an approval that was ${fate} voided ${of}` : null
  }
  switch (fate) {
    case 'used':
      await voidWith(receipt)
      return null
    case 'twice':
      await voidWith(receipt)
      return (await mustNot(receipt)) ?? mustNot(other)
    case 'elsewhere':
      return other === receipt ? null : mustNot(other)
    case 'late':
      await advance(TOO_LATE_MS)
      return mustNot(receipt)
    case 'made-up':
      return mustNot(receipt, `${approval.slice(0, -1)}x`)
  }
}
