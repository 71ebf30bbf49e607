import type { Factor } from '#domain/authority'
import type { TillEvent } from '#domain/events'
import { done, refused, type Refused } from '#domain/result'
import type { Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { Planned } from '../acts.ts'
import type { Secrets } from '../operators/secrets.ts'
import { unfitRefusal, type UnfitRefusal } from '../operators/void-word.ts'

/** How a proof ended: it holds, it could not be heard, or it is wrong, which is written down. */
export type Proven<Why extends string> =
  | { readonly is: 'holds'; readonly factor: Factor | null }
  | { readonly is: 'unheard'; readonly refusal: Refused<Why> }
  | { readonly is: 'wrong'; readonly event: TillEvent; readonly why: Why }

export const HOLDS = { is: 'holds', factor: null } as const
export const unheard = <Why extends string>(why: Why): Proven<Why> => ({ is: 'unheard', refusal: refused(why) })

interface Parts {
  readonly secrets: Secrets
  readonly clock: Pick<Clock, 'nowMs'>
}
/** What was entered, by or for whom, and what for. */
interface Entered {
  readonly operator: string
  readonly entered: string | undefined
  readonly subject: string
}

export async function provePin(
  { secrets }: Parts,
  { operator, entered = '', subject }: Entered,
): Promise<Proven<'wrong-pin' | 'pin-not-set'>> {
  const standing = secrets.standing('pin', operator)
  if (!standing || standing.revoked || standing.mustChange) return unheard('pin-not-set')
  if (await secrets.isPin(operator, entered)) return HOLDS
  return { is: 'wrong', event: { is: 'secret-refused', secret: 'pin', operator, subject }, why: 'wrong-pin' }
}

export async function proveVoid(
  { secrets }: Parts,
  { operator: manager, entered = '', subject, asker }: Entered & { readonly asker: string },
): Promise<Proven<'wrong-void-password' | UnfitRefusal>> {
  const unfit = unfitRefusal(secrets, manager)
  if (unfit) return unheard(unfit)
  if (await secrets.isVoidPassword(manager, entered)) return HOLDS
  return { is: 'wrong', event: { is: 'void-refused', subject, asker, manager }, why: 'wrong-void-password' }
}

export function proveTotp(
  { secrets, clock }: Parts,
  till: Till,
  { operator, entered = '', subject }: Entered,
): Proven<'wrong-totp' | 'totp-not-set' | 'totp-used'> {
  if (!secrets.hasTotp(operator)) return unheard('totp-not-set')
  const step = secrets.totpStep(operator, entered, clock.nowMs())
  if (step === null) {
    return { is: 'wrong', event: { is: 'secret-refused', secret: 'totp', operator, subject }, why: 'wrong-totp' }
  }
  return isStepUsed(till, operator, step) ? unheard('totp-used') : { is: 'holds', factor: { is: 'totp', step } }
}

/** Of what was done, and of what was said yes to and may still be done. */
const isStepUsed = ({ steps, approvals }: Till, manager: string, step: number): boolean =>
  step <= (steps.get(manager) ?? -1) ||
  approvals.some(({ approver, factor }) => approver === manager && factor?.is === 'totp' && factor.step >= step)

/** One after the other; the first that does not hold ends it, and whoever guesses learns nothing of the rest. */
export async function proveEach<P, Why extends string>(
  proofs: readonly P[],
  prove: (proof: P) => Promise<Proven<Why>>,
): Promise<Proven<Why>> {
  let factor: Factor | null = null
  for (const proof of proofs) {
    const proven = await prove(proof)
    if (proven.is !== 'holds') return proven
    factor = proven.factor ?? factor
  }
  return { is: 'holds', factor }
}

/** A wrong secret is refused and written down in one act, so that pulling the plug does not give the guess back. */
export const endedBy = <Why extends string>(
  proven: Exclude<Proven<Why>, { readonly is: 'holds' }>,
): Planned<never, Why> =>
  proven.is === 'unheard' ? proven.refusal : done({ event: proven.event, reply: refused(proven.why) })
