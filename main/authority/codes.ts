import type { Handlers } from '#contract'
import { asksNow } from '#domain/approving'
import { mayApprove, type ApproverRefusal } from '#domain/authority'
import { CODE_DIGITS, formatCode, newCodeRefusal, type NewCodeRefusal, type RefundCode } from '#domain/refund-codes'
import { done, refused, type Nothing, type Result } from '#domain/result'
import type { Till } from '#domain/till'
import { planned, saleNamed, type BackRefusal, type Named, type WhatOf, type Wish } from '#domain/wishes'
import { plan } from '../acts.ts'
import type { AuthorityParts } from './authority.ts'

type AskCodeRefusal = BackRefusal | ApproverRefusal | NewCodeRefusal | 'no-code-asked' | 'not-reachable'
const MINUTE_MS = 60_000

/** Codes are made, and sent to a manager once they are on record; what is written down of them opens nothing. */
export function codesHandler(parts: AuthorityParts): Pick<Handlers['authority'], 'askCode'> {
  const { acts, clock, random, settings, operator, delivery, codeKey } = parts
  const { station, epoch } = settings
  return {
    askCode: async ({ what, manager, channel }, txn) => {
      const asker = operator()
      const digits = Array.from({ length: CODE_DIGITS }, () => random.below(10)).join('')
      const made: RefundCode[] = []
      const answer = await acts.act<Nothing, AskCodeRefusal>(txn, async (till) => {
        const nowMs = clock.nowMs()
        const named = nameable(till, { what, reason: 'other', asker, station, epoch }, { manager, nowMs })
        if (!named.ok) return named
        if (!delivery.reach(manager).some((each) => each.channel === channel)) return refused('not-reachable')
        const { subject: receipt, goods, amount } = named.value
        const id = random.id()
        const code: RefundCode = {
          ...{ id, receipt, goods, amount, station, epoch, asker, manager, hash: await codeKey.hashOf(id, digits) },
          ...{ madeMs: nowMs, expiresMs: nowMs + till.policy.codeMinutes * MINUTE_MS },
        }
        made.push(code)
        return plan({ event: { is: 'refund-code-made', code }, answer: {} })
      })
      // None where the same act was asked again: its code is on its way.
      for (const code of answer.ok ? made : []) send(parts, code, digits, channel)
      return answer
    },
  }
}

/** What the code is to be for, where that manager may answer for it. */
function nameable(
  till: Till,
  wish: Wish<WhatOf<'void-paid' | 'refund'>>,
  { manager, nowMs }: { readonly manager: string; readonly nowMs: number },
): Result<Named, AskCodeRefusal> {
  const found = planned(till, wish.what)
  if (!found.ok) return found
  const named = saleNamed(wish.what.act, found.value)
  const asks = asksNow(till, wish, named, nowMs)
  if (!asks.includes('refund-code')) return refused('no-code-asked')
  const may = mayApprove(till.operators, { act: named.act, asks, asker: wish.asker }, manager)
  if (!may.ok) return may
  return newCodeRefusal(till.codes, named.subject, nowMs) ?? done(named)
}

function send({ delivery }: AuthorityParts, code: RefundCode, digits: string, channel: 'email' | 'sms'): void {
  const { id, manager, receipt, amount, asker, madeMs, expiresMs } = code
  const minutes = Math.round((expiresMs - madeMs) / MINUTE_MS)
  delivery.send({ id, manager, channel, code: formatCode(digits), receipt, amount, asker, minutes })
}
