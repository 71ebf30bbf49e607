import type { Handlers } from '#contract'
import type { Word } from '#contract/authority-shapes'
import { planApproval, type AskRefusal, type Proof } from '#domain/approving'
import type { Approval, Factor } from '#domain/authority'
import type { TillEvent } from '#domain/events'
import type { PasskeyRefusal } from '#domain/passkeys'
import { readCode } from '#domain/refund-codes'
import { done, refused, type Refused } from '#domain/result'
import type { Till } from '#domain/till'
import type { Wish } from '#domain/wishes'
import type { Planned } from '../acts.ts'
import type { AuthorityParts } from './authority.ts'
import { wantedOf } from './questions.ts'
import { unfitRefusal, type UnfitRefusal } from '../operators/void-word.ts'

type WrongRefusal = 'wrong-void-password' | 'wrong-pin' | 'wrong-totp' | 'wrong-code'
type ProofRefusal =
  WrongRefusal | UnfitRefusal | PasskeyRefusal | 'pin-not-set' | 'totp-not-set' | 'totp-used' | 'code-misread'
type ApproveRefusal = AskRefusal | ProofRefusal

/** How a proof ended: it holds, it could not be heard, or it is wrong, which is written down. */
type Proven =
  | { readonly is: 'holds'; readonly factor: Factor | null }
  | { readonly is: 'unheard'; readonly refusal: Refused<ProofRefusal> }
  | { readonly is: 'wrong'; readonly event: TillEvent; readonly why: WrongRefusal }

const HOLDS: Proven = { is: 'holds', factor: null }
const unheard = (why: ProofRefusal): Proven => ({ is: 'unheard', refusal: refused(why) })

/**
 * A wrong secret is refused and written down in one act, so that pulling the plug after a guess does not give the
 * guess back. The first wrong one ends it: whoever guesses learns nothing of the others.
 */
export function approveHandler(parts: AuthorityParts): Pick<Handlers['authority'], 'approve'> {
  const { acts, clock, moments, random, settings, operator } = parts
  return {
    approve: ({ what, reason, word }, txn) => {
      const wish: Wish = { what, reason, asker: operator(), station: settings.station, epoch: settings.epoch }
      return acts.act<{ approval: string }, ApproveRefusal>(txn, async (till) => {
        const { waitedMs, isCodeExpired } = moments
        const planned = planApproval(till, wish, enteredIn(word), { nowMs: clock.nowMs(), waitedMs, isCodeExpired })
        if (!planned.ok) return planned
        const { proofs, approval } = planned.value
        const proven = await proveAll(parts, till, { word, proofs, approval })
        if (proven.is !== 'holds') return ended(proven)
        const id = random.id()
        const event = { is: 'approval-given' as const, approval: { ...approval, id, factor: proven.factor } }
        return done({ event, reply: done({ approval: id }) })
      })
    },
  }
}

const ended = (proven: Exclude<Proven, { is: 'holds' }>): Planned<never, ProofRefusal> =>
  proven.is === 'unheard' ? proven.refusal : done({ event: proven.event, reply: refused(proven.why) })

const enteredIn = ({ manager, pin, voidPassword, totp, code, passkey }: Word) => ({
  ...{ manager: manager ?? null, pin: pin !== undefined, voidPassword: voidPassword !== undefined },
  ...{ totp: totp !== undefined, passkey: passkey !== undefined, code: code !== undefined },
})

interface Proving {
  readonly word: Word
  readonly proofs: readonly Proof[]
  readonly approval: Omit<Approval, 'id' | 'factor'>
}

async function proveAll(parts: AuthorityParts, till: Till, { proofs, ...proving }: Proving): Promise<Proven> {
  let factor: Factor | null = null
  for (const proof of proofs) {
    const proven = await prove(parts, till, proof, proving)
    if (proven.is !== 'holds') return proven
    factor = proven.factor ?? factor
  }
  return { is: 'holds', factor }
}

async function prove(
  { secrets, clock, codeKey, passkeys }: AuthorityParts,
  till: Till,
  proof: Proof,
  { word, approval }: Omit<Proving, 'proofs'>,
): Promise<Proven> {
  const { subject, asker } = approval
  switch (proof.is) {
    case 'pin': {
      const { operator } = proof
      const standing = secrets.standing('pin', operator)
      if (!standing || standing.revoked || standing.mustChange) return unheard('pin-not-set')
      if (await secrets.isPin(operator, word.pin ?? '')) return HOLDS
      return { is: 'wrong', event: { is: 'secret-refused', secret: 'pin', operator, subject }, why: 'wrong-pin' }
    }
    case 'void': {
      const { operator: manager } = proof
      const unfit = unfitRefusal(secrets, manager)
      if (unfit) return unheard(unfit)
      if (await secrets.isVoidPassword(manager, word.voidPassword ?? '')) return HOLDS
      return { is: 'wrong', event: { is: 'void-refused', subject, asker, manager }, why: 'wrong-void-password' }
    }
    case 'totp': {
      const { operator } = proof
      if (!secrets.hasTotp(operator)) return unheard('totp-not-set')
      const step = secrets.totpStep(operator, word.totp ?? '', clock.nowMs())
      if (step === null) {
        return { is: 'wrong', event: { is: 'secret-refused', secret: 'totp', operator, subject }, why: 'wrong-totp' }
      }
      return isStepUsed(till, operator, step) ? unheard('totp-used') : { is: 'holds', factor: { is: 'totp', step } }
    }
    case 'code': {
      const digits = readCode(word.code ?? '')
      if (digits === null) return unheard('code-misread')
      if (await codeKey.isOf(proof.code, digits)) return HOLDS
      return { is: 'wrong', event: { is: 'refund-code-refused', id: proof.code.id, asker }, why: 'wrong-code' }
    }
    case 'passkey': {
      // It was asked for.
      if (!word.passkey) return unheard('passkey-refused')
      const verified = await passkeys.verify(word.passkey, wantedOf(approval))
      if (!verified.ok) return unheard(verified.why)
      return { is: 'holds', factor: { is: 'passkey', credential: verified.value.passkey } }
    }
  }
}

/** Of what was done, and of what was said yes to and may still be done. */
const isStepUsed = ({ steps, approvals }: Till, manager: string, step: number): boolean =>
  step <= (steps.get(manager) ?? -1) ||
  approvals.some(({ approver, factor }) => approver === manager && factor?.is === 'totp' && factor.step >= step)
