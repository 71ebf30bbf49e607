import type { Money } from './money.ts'
import { checkCharacter } from './receipt-number.ts'
import { assert, done, refused, type Refused, type Result } from './result.ts'
import { withEntry } from './sales.ts'
import type { Of } from './events.ts'
import type { Till } from './till.ts'

/**
 * One-time refund codes 退款密码. A code is 13 random digits (43 bits) and a check digit (ISO/IEC 7064, MOD 11,10),
 * so that a slip of the finger is told from a wrong code and costs no try. It is for one sale, its goods and amount,
 * at one station; the till shows it nowhere and keeps no more than a keyed hash of it.
 */
export const CODE_DIGITS = 13
const DIGITS = '0123456789'

/** `1234-5678-9012-34`, from 13 digits. */
export function formatCode(digits: string): string {
  assert(digits.length === CODE_DIGITS, 'a code has its digits')
  return (digits + checkCharacter(digits, DIGITS)).replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** The 13 digits of a typed code; null where it is misread. */
export function readCode(text: string): string | null {
  const digits = text.replaceAll(/[\s-]/g, '')
  if (!/^\d{14}$/.test(digits)) return null
  const body = digits.slice(0, CODE_DIGITS)
  return checkCharacter(body, DIGITS) === digits.at(-1) ? body : null
}

/** What a code is good for. */
export interface CodeFor {
  readonly receipt: string
  readonly goods: string
  readonly amount: Money
  readonly station: string
  readonly epoch: number
}

export interface RefundCode extends CodeFor {
  readonly id: string
  readonly asker: string
  /** To whom it was sent, and who answers for it. */
  readonly manager: string
  /** HMAC-SHA256 of id and digits under a key of the vault, hex. */
  readonly hash: string
  readonly madeMs: number
  readonly expiresMs: number
}

/** `replaced`: another was made for the same sale. */
export interface KeptCode extends RefundCode {
  readonly is: 'live' | 'used' | 'dead' | 'replaced'
  readonly wrong: number
}

export interface RefundCodes {
  /** Oldest first; one that is not among them is none. */
  readonly made: readonly KeptCode[]
  /** When codes of a sale died lately, ms. */
  readonly deaths: ReadonlyMap<string, readonly number[]>
  /** Sales of which nothing is refunded until a manager says so. */
  readonly locked: readonly string[]
}

export const NO_CODES: RefundCodes = { made: [], deaths: new Map(), locked: [] }

export const WRONG_CODES_MAX = 3
/** So many dead ones within an hour lock the refunds of a sale. */
export const DEATHS_MAX = 2
export const HOUR_MS = 3_600_000
/** Codes remembered: a day's of a busy shop. */
export const CODES_KEPT = 100
/** Codes made for one sale within an hour; more is a mistake, or somebody who floods a mailbox. */
export const CODES_PER_HOUR = 5
const LOCKED_KEPT = 100

export type NewCodeRefusal = 'refunds-locked' | 'too-many-codes'

/** Why no further code is made for a sale; null where one is. */
export function newCodeRefusal(codes: RefundCodes, receipt: string, nowMs: number): Refused<NewCodeRefusal> | null {
  if (codes.locked.includes(receipt)) return refused('refunds-locked')
  const lately = codes.made.filter((each) => each.receipt === receipt && each.madeMs > nowMs - HOUR_MS)
  return lately.length < CODES_PER_HOUR ? null : refused('too-many-codes')
}

export type CodeRefusal = `code-${'used' | 'dead' | 'expired' | 'for-another'}` | 'no-code' | 'refunds-locked'

/**
 * The code that may be entered for this; why there is none else. The newest one of the sale counts; `expired` says so
 * of a code by a clock that nobody sets.
 */
export function codeFor(
  codes: RefundCodes,
  wanted: CodeFor,
  nowMs: number,
  expired: (id: string) => boolean,
): Result<KeptCode, CodeRefusal> {
  if (codes.locked.includes(wanted.receipt)) return refused('refunds-locked')
  const code = codes.made.findLast(({ receipt }) => receipt === wanted.receipt)
  if (!code) return refused('no-code')
  if (code.is === 'used') return refused('code-used')
  if (code.is === 'dead') return refused('code-dead')
  if (nowMs >= code.expiresMs || nowMs < code.madeMs || expired(code.id)) return refused('code-expired')
  return BOUND_TO.every((part) => code[part] === wanted[part]) ? done(code) : refused('code-for-another')
}
const BOUND_TO = ['goods', 'amount', 'station', 'epoch'] as const

/** How codes come, are entered wrongly, and are allowed again. */
export function coded(
  { codes }: Till,
  event: Of<'refund-code-made' | 'refund-code-refused' | 'refunds-unlocked'>,
  atMs: number,
): RefundCodes {
  switch (event.is) {
    case 'refund-code-made': {
      const { receipt } = event.code
      assert(!codes.made.some(({ id }) => id === event.code.id), 'a code is made once')
      const before = codes.made.map((each) =>
        each.receipt === receipt && each.is === 'live' ? { ...each, is: 'replaced' as const } : each,
      )
      return { ...codes, made: [...before, { ...event.code, is: 'live' as const, wrong: 0 }].slice(-CODES_KEPT) }
    }
    case 'refund-code-refused':
      return enteredWrongly(codes, event.id, atMs)
    case 'refunds-unlocked': {
      const deaths = new Map([...codes.deaths].filter(([receipt]) => receipt !== event.receipt))
      return { ...codes, deaths, locked: codes.locked.filter((each) => each !== event.receipt) }
    }
  }
}

function enteredWrongly(codes: RefundCodes, id: string, atMs: number): RefundCodes {
  const code = codes.made.find((each) => each.id === id)
  assert(code?.is === 'live', 'a wrong entry is of a live code')
  const wrong = code.wrong + 1
  const is = wrong < WRONG_CODES_MAX ? ('live' as const) : ('dead' as const)
  const made = codes.made.map((each) => (each === code ? { ...each, wrong, is } : each))
  return is === 'live' ? { ...codes, made } : died({ ...codes, made }, code.receipt, atMs)
}

function died({ made, deaths: before, locked }: RefundCodes, receipt: string, atMs: number): RefundCodes {
  const recent = [...before].flatMap(([of, times]) => {
    const kept = times.filter((ms) => ms > atMs - HOUR_MS)
    return kept.length > 0 ? [[of, kept] as const] : []
  })
  const deaths = new Map(recent)
  const times = [...(deaths.get(receipt) ?? []), atMs]
  if (times.length < DEATHS_MAX) return { made, deaths: withEntry(deaths, receipt, times), locked }
  deaths.delete(receipt)
  return { made, deaths, locked: [...locked.filter((each) => each !== receipt), receipt].slice(-LOCKED_KEPT) }
}

/** The codes once what refunds has used its own. */
export function codeUsed(codes: RefundCodes, id: string): RefundCodes {
  const code = codes.made.find((each) => each.id === id)
  assert(code?.is === 'live', 'a refund uses a live code')
  return { ...codes, made: codes.made.map((each) => (each === code ? { ...each, is: 'used' } : each)) }
}
