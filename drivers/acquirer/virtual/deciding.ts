import { readF61, type F61 } from '../codec/f61.ts'
import { textOf } from '../codec/message.ts'
import { refusedWith, type Deciding, type Facts, type Outcome } from './facts.ts'
import type { Kind } from './kinds.ts'
import { about, keyOf, stands, type Booked, type HostState } from './state.ts'

/**
 * Each kind, once the card is one its bank takes. 13: of nothing · 14: another card · 25: there is no such original,
 * or it is over · 51: not so much there · 61: more than the card may at once · 64: not the original’s amount, or more
 * than is left of it.
 */
export const DECIDING: Readonly<Record<Kind, Deciding>> = {
  balance: () => ({ code: '00', amount: 0, delta: 0, of: null }),
  sale: spend,
  'pre-auth': spend,
  void: (state, facts) => undo(state, facts, 'sale'),
  'completion-void': (state, facts) => undo(state, facts, 'completion'),
  'pre-auth-void': (state, facts) => {
    const original = openPreAuth(state, facts)
    if (typeof original === 'string') return refusedWith(original)
    if (facts.amount !== original.amount) return refusedWith('64', original.key)
    return { code: '00', amount: facts.amount, delta: facts.amount, of: original.key }
  },
  completion: complete,
  refund,
}

function spend(_state: HostState, { amount, inPart }: Facts, { card, balance }: Parameters<Deciding>[2]): Outcome {
  if (amount === 0) return refusedWith('13')
  if (amount > card.limit) return refusedWith('61')
  if (amount > balance) return refusedWith('51')
  if (!inPart || amount === 1) return { code: '00', amount, delta: -amount, of: null }
  const part = Math.floor(amount / 2)
  return { code: '10', amount: part, delta: -part, of: null }
}

/** Of the batch that is open, and whole. */
function undo(state: HostState, facts: Facts, of: 'sale' | 'completion'): Outcome {
  const original = named(state, facts, of)
  if (typeof original === 'string') return refusedWith(original)
  const { key, batch, amount } = original
  if (batch !== state.batch || about(state, key, [facts.kind]).length > 0) return refusedWith('25', key)
  if (facts.amount !== amount || about(state, key, ['refund']).length > 0) return refusedWith('64', key)
  // What a completion freed is held again.
  const held = original.of === null ? 0 : (state.booked.get(original.of)?.amount ?? 0)
  return { code: '00', amount, delta: amount - held, of: key }
}

/** Up to 115 of 100, which is 23 of 20. */
function complete(state: HostState, facts: Facts, { balance }: Parameters<Deciding>[2]): Outcome {
  const { amount } = facts
  const original = openPreAuth(state, facts)
  if (typeof original === 'string') return refusedWith(original)
  const { key, amount: held } = original
  if (amount === 0) return refusedWith('13', key)
  if (20 * amount > 23 * held) return refusedWith('64', key)
  if (amount > balance + held) return refusedWith('51', key)
  return { code: '00', amount, delta: held - amount, of: key }
}

function refund(state: HostState, facts: Facts): Outcome {
  const { message, profile, amount, pan } = facts
  const f61 = f61Of(facts)
  if (!f61 || f61.date === undefined) return refusedWith('30')
  const isByDate = f61.batch === '000000' && f61.stan === '000000'
  if (isByDate !== (profile.f61OfRefund === 'zeros')) return refusedWith('30')
  const original = [...state.booked.values()].find(({ rrn }) => rrn === textOf(message, 37))
  if (!original || !isCharge(state, original) || original.date !== f61.date) return refusedWith('25')
  const { key } = original
  if (!isByDate && key !== keyOf(f61.batch, f61.stan)) return refusedWith('25')
  if (original.pan !== pan) return refusedWith('14', key)
  if (amount === 0) return refusedWith('13', key)
  if (amount > leftOf(state, original)) return refusedWith('64', key)
  return { code: '00', amount, delta: amount, of: key }
}

/** It moved money to the shop, and no void took it back. */
export const isCharge = (state: HostState, booked: Booked): boolean =>
  (booked.kind === 'sale' || booked.kind === 'completion') &&
  stands(booked) &&
  about(state, booked.key, ['void', 'completion-void']).length === 0

/** Of a charge, what refunds have left of it. */
export const leftOf = (state: HostState, { key, amount }: Booked): number =>
  about(state, key, ['refund']).reduce((left, each) => left - each.amount, amount)

const f61Of = ({ message }: Facts): F61 | null => {
  const read = readF61(textOf(message, 61) ?? '')
  return read.ok ? read.value : null
}

/** What the message names by batch and voucher, by both of its numbers and with its card; or why not. */
function named(state: HostState, facts: Facts, kind: Kind): Booked | string {
  const f61 = f61Of(facts)
  if (!f61) return '30'
  const original = state.booked.get(keyOf(f61.batch, f61.stan))
  const [rrn, authorisation] = [textOf(facts.message, 37), textOf(facts.message, 38)]
  if (original?.kind !== kind || !stands(original)) return '25'
  if (rrn !== null && rrn !== original.rrn) return '25'
  if (authorisation !== null && authorisation !== original.authorisation) return '25'
  return original.pan === facts.pan ? original : '14'
}

function openPreAuth(state: HostState, facts: Facts): Booked | string {
  const original = named(state, facts, 'pre-auth')
  return typeof original === 'string' || isHeld(state, original) ? original : '25'
}

/** It has been neither given up nor completed; a completion that was voided does not count. */
export const isHeld = (state: HostState, preAuth: Booked): boolean =>
  preAuth.kind === 'pre-auth' &&
  stands(preAuth) &&
  about(state, preAuth.key, ['pre-auth-void']).length === 0 &&
  !about(state, preAuth.key, ['completion']).some((each) => isCharge(state, each))
