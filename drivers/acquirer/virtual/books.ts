import type { SettlementTotals, TotalsOfCards } from '../codec/f48.ts'
import type { AcquirerProfile } from '../codec/profile.ts'
import { isCharge, isHeld, leftOf } from './deciding.ts'
import { about, stands, type Booked, type HostState } from './state.ts'

/** The other side’s truth. A key is a batch and a voucher number, see `keyOf`. */
export interface HostBooks {
  /** Fen it has moved, to the shop or from it; 0 where it has not, or was reversed. A pre-authorisation moves none. */
  readonly charged: (key: string) => number
  /** How often it was carried out, which must never be twice. */
  readonly times: (key: string) => number
  /** Fen the shop keeps of a charge: less what voids and refunds of it gave back. */
  readonly kept: (key: string) => number
  /** Fen held for a pre-authorisation that is neither given up nor completed. */
  readonly held: (key: string) => number
  /** Fen the shop keeps of all charges. */
  readonly total: () => number
  /** Of the batch in force. */
  readonly totals: () => SettlementTotals
  /** Fen that may be spent with a card. */
  readonly balance: (pan: string) => number | null
  readonly find: (key: string) => Booked | null
}

export function booksOf(state: HostState, profile: AcquirerProfile): HostBooks {
  const find = (key: string) => state.booked.get(key) ?? null
  const kept = (key: string) => {
    const booked = find(key)
    return booked && isCharge(state, booked) ? leftOf(state, booked) : 0
  }
  return {
    ...{ find, kept, totals: () => totalsOf(state, profile) },
    charged: (key) => {
      const booked = find(key)
      return booked && stands(booked) && SIDES[booked.kind] !== null ? booked.amount : 0
    },
    times: (key) => find(key)?.times ?? 0,
    held: (key) => {
      const booked = find(key)
      return booked && isHeld(state, booked) ? booked.amount : 0
    },
    total: () => [...state.booked.keys()].reduce((sum, key) => sum + kept(key), 0),
    balance: (pan) => state.accounts.get(pan)?.balance ?? null,
  }
}

const SIDES: Readonly<Record<Booked['kind'], 'debit' | 'credit' | null>> = {
  ...{ sale: 'debit', completion: 'debit', void: 'credit', refund: 'credit', 'completion-void': 'credit' },
  ...{ balance: null, 'pre-auth': null, 'pre-auth-void': null },
}

/** As the profile counts what was voided in its batch: on both sides, or on neither. */
export function totalsOf(state: HostState, { voidKeepsInDebit }: AcquirerProfile): SettlementTotals {
  const all = [...state.booked.values()].filter((each) => each.batch === state.batch && stands(each))
  const counted = voidKeepsInDebit ? all : all.filter((each) => !isVoid(each) && !isVoided(state, each))
  const side = (isForeign: boolean): TotalsOfCards => {
    const own = counted.filter((each) => each.isForeign === isForeign)
    const [debit, credit] = (['debit', 'credit'] as const).map((of) => own.filter(({ kind }) => SIDES[kind] === of))
    return {
      ...{ debitAmount: sumOf(debit), debitCount: debit?.length ?? 0 },
      ...{ creditAmount: sumOf(credit), creditCount: credit?.length ?? 0, reply: 'unsettled' },
    }
  }
  return { domestic: side(false), foreign: side(true) }
}

const isVoid = ({ kind }: Booked): boolean => kind === 'void' || kind === 'completion-void'
const isVoided = (state: HostState, { key }: Booked): boolean =>
  about(state, key, ['void', 'completion-void']).length > 0
const sumOf = (all: readonly Booked[] = []): number => all.reduce((sum, { amount }) => sum + amount, 0)
