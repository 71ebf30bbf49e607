import type { What, Word } from '#contract/authority-shapes'
import type { PersonView } from '#contract/people-view'
import type { PasskeySigned } from '#contract/passkeys'
import type { CashierView } from '#contract/view'
import { mayApprove } from '#domain/authority'
import type { Money } from '#domain/money'
import { asksFor, asksManager, type Ask } from '#domain/policy'
import { useRef, useState } from 'react'
import { useLock, type Lock } from '../../parts/lock.ts'
import { signByPasskey } from '../../parts/passkey.ts'
import { dismiss, orTell, tell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import type { Why } from '../../words/refusals.ts'
import { useEntries, type Entries, type FieldName } from './entries.ts'

/** What somebody wants to do, and how much it is. */
export interface Wished {
  readonly what: What
  readonly amount: Money
  /** When the sale it is about was paid; null where it is about none. */
  readonly sinceMs: number | null
}
export type Reason = 'wrong-goods' | 'faulty' | 'customer-changed-mind' | 'wrong-tender' | 'other' | 'training'
/** How a refund is authorised: by the code that was sent, or, where none can be, by what a manager knows and has. */
export type Way = 'code' | 'offline'

export type Told<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: Why; readonly text?: string }

const MINUTE_MS = 60_000

/** What the policy asks of whoever is on duty for this; main judges it again. */
export function asksOf({ policy, operator }: CashierView, { what, amount, sinceMs }: Wished): readonly Ask[] {
  const minutes = sinceMs === null ? 0 : Math.max(0, Math.floor((Date.now() - sinceMs) / MINUTE_MS))
  return asksFor(policy, what.act, { amount, minutes, role: operator?.role ?? 'cashier' })
}

/** Whom main would hear on it. */
export const approversOf = (view: CashierView, wished: Wished, asks: readonly Ask[]): readonly PersonView[] => {
  const asked = { act: wished.what.act, asks, asker: view.operator?.number ?? '' }
  return asksManager(asks) ? view.people.filter(({ number }) => mayApprove(view.people, asked, number).ok) : []
}

/** What has to be entered, in the order it is heard. */
export function fieldsFor(asks: readonly Ask[], way: Way, ownWord: boolean): readonly FieldName[] {
  const wantsCode = asks.includes('refund-code')
  const offline = wantsCode && way === 'offline'
  const fields: readonly (FieldName | false)[] = [
    asks.includes('pin') && 'pin',
    (offline || ownWord || asks.includes('void-password') || asks.includes('second-person')) && 'voidPassword',
    (offline || asks.includes('second-factor')) && 'totp',
    wantsCode && !offline && 'code',
  ]
  return fields.filter((field) => field !== false)
}

const LOCK_KINDS = { pin: 'pin', voidPassword: 'void', totp: 'totp' } as const

export interface AskingParts {
  readonly wished: Wished
  /** What a refusal is about. */
  readonly about: string
  /** Does what was approved, at once. */
  readonly carryOut: (reason: Reason, approval: string) => Promise<Told<unknown>>
  readonly onDone?: () => void
}

interface Asked {
  readonly fields: readonly FieldName[]
  readonly manager: string
  readonly reason: Reason
}

/** What was typed into which field, and asking main once with all of it; then it is forgotten here. */
export function useAsking({ wished, about, carryOut, onDone }: AskingParts, asked: Asked) {
  const { manager, reason } = asked
  const [signed, setSigned] = useState<PasskeySigned | null>(null)
  const asking = useRef(false)
  const fields = signed ? asked.fields.filter((field) => field !== 'totp') : asked.fields
  const typing = useEntries(fields)
  const { entries, empty, choose, forget } = typing
  const locks = useLocks(manager)
  const locked = fields.some((field) => field !== 'code' && locks[field].locked)
  const ready = empty === undefined && !locked
  const confirm = async () => {
    if (empty !== undefined) choose(empty)
    if (!ready || asking.current) return
    asking.current = true
    const entered: Word = Object.fromEntries(fields.map((field) => [field, entries[field]]))
    const word = { ...entered, ...byWhom(manager), ...(signed && { passkey: signed }) }
    const approved = await station.authority.approve({ what: wished.what, reason, word })
    forget()
    setSigned(null)
    // The approval is for just this, and used up by it at once.
    const answer = approved.ok ? await carryOut(reason, approved.value.approval) : approved
    asking.current = false
    if (answer.ok) {
      dismiss()
      onDone?.()
    } else tell(answer.why, about)
  }
  /** What was entered, to be sent another way; it is forgotten here. */
  const take = (): Entries => {
    forget()
    return entries
  }
  const sign = async () => {
    const { what } = wished
    const challenge = await orTell(station.authority.challenge({ what, reason, manager }), about)
    const answer = challenge && (await signByPasskey(challenge))
    if (answer?.ok) setSigned(answer.value)
    else if (answer) tell(answer.why, about)
  }
  return { ...typing, fields, locks, locked, ready, confirm, take, sign, isSigned: signed !== null }
}

const byWhom = (manager: string): Word => (manager === '' ? {} : { manager })

function useLocks(manager: string): Readonly<Record<Exclude<FieldName, 'code'>, Lock>> {
  const asker = useCashier(({ operator }) => operator?.number ?? '')
  return {
    pin: useLock(asker, LOCK_KINDS.pin),
    voidPassword: useLock(manager, LOCK_KINDS.voidPassword),
    totp: useLock(manager, LOCK_KINDS.totp),
  }
}
