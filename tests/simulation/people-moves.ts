import type { Random } from '#drivers/random/port'
import { AS_CASHIER, AS_MANAGER, CASHIER, voidOf } from '../world/people.ts'
import type { World } from '../world/world.ts'
import type { Call } from './actor.ts'
import { call } from './drawing.ts'
import { WRONG_PASSWORD } from './giving-back-moves.ts'

/** What people do at the till besides selling: coming, going and guessing. */
const as = (random: Random) => (random.below(2) === 0 ? AS_MANAGER : AS_CASHIER)

export const signIn = (random: Random): Call => call('operators.signIn', as(random))
export const signInWrongly = (random: Random): Call =>
  call('operators.signIn', { ...as(random), password: WRONG_PASSWORD })
export const guessVoid = (receipt: string): Call => call('authority.approve', voidOf(receipt, WRONG_PASSWORD))

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
