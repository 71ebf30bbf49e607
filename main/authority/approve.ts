import type { Handlers } from '#contract'
import type { Word } from '#contract/authority-shapes'
import { planApproval, type AskRefusal, type Proof } from '#domain/approving'
import type { Approval } from '#domain/authority'
import type { PasskeyRefusal } from '#domain/passkeys'
import { readCode } from '#domain/refund-codes'
import { done } from '#domain/result'
import type { Till } from '#domain/till'
import type { Wish } from '#domain/wishes'
import type { UnfitRefusal } from '../operators/void-word.ts'
import type { AuthorityParts } from './authority.ts'
import { endedBy, HOLDS, proveEach, provePin, proveTotp, proveVoid, unheard, type Proven } from './proving.ts'
import { wantedOf } from './questions.ts'

type ProofRefusal =
  | UnfitRefusal
  | PasskeyRefusal
  | ('wrong-void-password' | 'wrong-pin' | 'pin-not-set' | 'wrong-totp' | 'totp-not-set' | 'totp-used')
  | ('wrong-code' | 'code-misread')
type ApproveRefusal = AskRefusal | ProofRefusal

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
        const proven = await proveEach(proofs, (proof) => prove(parts, till, proof, { word, approval }))
        if (proven.is !== 'holds') return endedBy(proven)
        const id = random.id()
        const event = { is: 'approval-given' as const, approval: { ...approval, id, factor: proven.factor } }
        return done({ event, reply: done({ approval: id }) })
      })
    },
  }
}

const enteredIn = ({ manager, pin, voidPassword, totp, code, passkey }: Word) => ({
  ...{ manager: manager ?? null, pin: pin !== undefined, voidPassword: voidPassword !== undefined },
  ...{ totp: totp !== undefined, passkey: passkey !== undefined, code: code !== undefined },
})

interface Approved {
  readonly word: Word
  readonly approval: Omit<Approval, 'id' | 'factor'>
}

async function prove(
  parts: AuthorityParts,
  till: Till,
  proof: Proof,
  { word, approval }: Approved,
): Promise<Proven<ProofRefusal>> {
  const { subject, asker } = approval
  switch (proof.is) {
    case 'code': {
      const digits = readCode(word.code ?? '')
      if (digits === null) return unheard('code-misread')
      if (await parts.codeKey.isOf(proof.code, digits)) return HOLDS
      return { is: 'wrong', event: { is: 'refund-code-refused', id: proof.code.id, asker }, why: 'wrong-code' }
    }
    case 'passkey': {
      // It was asked for.
      if (!word.passkey) return unheard('passkey-refused')
      const verified = await parts.passkeys.verify(word.passkey, wantedOf(approval))
      if (!verified.ok) return unheard(verified.why)
      return { is: 'holds', factor: { is: 'passkey', credential: verified.value.passkey } }
    }
    case 'pin':
      return provePin(parts, { operator: proof.operator, entered: word.pin, subject })
    case 'void':
      return proveVoid(parts, { operator: proof.operator, entered: word.voidPassword, subject, asker })
    case 'totp':
      return proveTotp(parts, till, { operator: proof.operator, entered: word.totp, subject })
  }
}
