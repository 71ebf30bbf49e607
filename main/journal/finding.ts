import { readMoney, type Money } from '#domain/money'
import type { JournalRecord } from './line.ts'

/** What somebody looks for in the journal; null asks for nothing. */
export interface Wanted {
  readonly receipt: string | null
  readonly type: string | null
  /** An order for money: the till's own key of it, or the acquirer's number. */
  readonly order: string | null
  readonly operator: string | null
  readonly amount: Money | null
  /** Milliseconds since 1970, UTC; both ends belong to it. */
  readonly from: number | null
  readonly to: number | null
}

/** Asks for nothing. */
export const ANY: Wanted = {
  ...{ receipt: null, type: null, order: null, operator: null, amount: null, from: null, to: null },
}

const FIND_OPTIONS = ['--receipt', '--type', '--kind', '--order', '--operator', '--amount', '--from', '--to'] as const
type Option = (typeof FIND_OPTIONS)[number]

/** A moment is written with its zone, `2026-05-04T09:00+08:00`: whose day it is else nobody can tell. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/

/** The options as they were typed; null where one is not understood, or none was given. */
export function readWanted(typed: ReadonlyMap<string, string>): Wanted | null {
  const known = [...typed.keys()].every((name) => FIND_OPTIONS.includes(name as Option))
  // Both name the type.
  const twice = typed.has('--type') && typed.has('--kind')
  if (!known || typed.size === 0 || twice) return null
  const text = (name: Option): string | null => typed.get(name) ?? null
  const moment = (name: Option): number | null => {
    const said = text(name)
    return said === null ? null : MOMENT.test(said) ? Date.parse(said) : Number.NaN
  }
  const amount = typed.has('--amount') ? readMoney(text('--amount') ?? '') : null
  const wanted = {
    ...{ receipt: text('--receipt'), type: text('--type') ?? text('--kind') },
    ...{ order: text('--order'), operator: text('--operator'), amount },
    ...{ from: moment('--from'), to: moment('--to') },
  }
  const wrong = Number.isNaN(wanted.from) || Number.isNaN(wanted.to) || (typed.has('--amount') && amount === null)
  return wrong ? null : wanted
}

/** By which names records say whose, whom and how much. */
const NAMES = {
  receipt: ['receipt', 'subject'],
  order: ['attempt', 'approval', 'rrn', 'tradeNo', 'logNo', 'walletTradeNo'],
  operator: ['operator', 'asker', 'manager', 'approver', 'by', 'signedIn', 'number'],
  amount: ['total', 'given', 'back', 'amount', 'price'],
} as const

const KINDS = Object.keys(NAMES) as (keyof typeof NAMES)[]
const KIND_OF: ReadonlyMap<string, string> = new Map(KINDS.flatMap((kind) => NAMES[kind].map((name) => [name, kind])))

export function matches({ ts, type, body }: JournalRecord, wanted: Wanted): boolean {
  if (wanted.type !== null && type !== wanted.type) return false
  if (ts < (wanted.from ?? ts) || ts > (wanted.to ?? ts)) return false
  return KINDS.every((what) => wanted[what] === null || holds(body, NAMES[what], wanted[what]))
}

/** What a record is found by in an index; every record that `matches` bears the terms of what is wanted. */
export function termsOf({ type, body }: Pick<JournalRecord, 'type' | 'body'>): string[] {
  const terms = new Set([`type ${type}`])
  collect(body, terms)
  return [...terms]
}

export const termsWanted = (wanted: Wanted): string[] =>
  (['type', ...KINDS] as const).flatMap((what) => (wanted[what] === null ? [] : [`${what} ${wanted[what]}`]))

function collect(value: unknown, terms: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    const kind = KIND_OF.get(name)
    if (kind !== undefined && (typeof inner === 'string' || typeof inner === 'number')) terms.add(`${kind} ${inner}`)
    collect(inner, terms)
  }
}

/** Whether one of these fields, however deep, has this value. */
function holds(value: unknown, names: readonly string[], wanted: string | number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([name, inner]) => (names.includes(name) && inner === wanted) || holds(inner, names, wanted),
  )
}
