import { joinColumns, splitColumns } from './columns.ts'
import { F60_DIGITS, type AcquirerProfile } from './profile.ts'
import { refusal, taken, type Read } from './read.ts'

/** F60 of a UnionPay-style message: which transaction, which batch, and of financial ones the terminal’s ability. */
export interface F60 {
  /** 60.1, two digits. */
  readonly type: string
  /** 60.2, six digits. */
  readonly batch: string
  /** 60.3, three digits: network management; 000 in financial messages. */
  readonly network: string
  /** Null in messages of management, which end with 60.3. */
  readonly terminal: F60Terminal | null
}
export interface F60Terminal {
  /** 60.4: 0 unknown, 2 stripe alone, 5 chip by contact, 6 without contact too. */
  readonly ability: string
  /** 60.5: 0 nothing to say, 1 the chip was used well, 2 it was not: the stripe stands in for it. */
  readonly chip: string
  /** 60.6, 60.7 and what else this host has: digits as many as are left. */
  readonly rest: string
}

const FIRST = [
  ['type', 2],
  ['batch', 6],
  ['network', 3],
] as const
const FIRST_DIGITS = 11
const TERMINAL_DIGITS = 2

export const managementF60 = (batch: string, network: string, type = '00'): F60 => ({
  ...{ type, batch, network, terminal: null },
})

/** As long as this host has it; what the terminal has nothing to say of is nought. */
export const financialF60 = (
  { f60Digits }: AcquirerProfile,
  { type, batch, ability, chip = '0' }: { readonly type: string; readonly batch: string } & AbilityOfTerminal,
): F60 => ({
  ...{ type, batch, network: '000' },
  terminal: { ability, chip, rest: '0'.repeat(f60Digits - FIRST_DIGITS - TERMINAL_DIGITS) },
})
export interface AbilityOfTerminal {
  readonly ability: string
  readonly chip?: string
}

export function f60Text(f60: F60): Read<string> {
  const first = joinColumns(FIRST, f60)
  if (!first.ok || !f60.terminal) return first
  const { ability, chip, rest } = f60.terminal
  const isWhole =
    ability.length === 1 && chip.length === 1 && isLength(first.value.length + TERMINAL_DIGITS + rest.length)
  if (!isWhole) return refusal('length')
  return /^\d+$/.test(ability + chip + rest) ? taken(first.value + ability + chip + rest) : refusal('digits')
}

const isLength = (digits: number): boolean => (F60_DIGITS as readonly number[]).includes(digits)

/** Of any length a host of this family has: an answer’s may be another than the request’s. */
export function readF60(text: string): Read<F60> {
  const first = splitColumns(FIRST, text.slice(0, FIRST_DIGITS))
  if (!first.ok) return first
  if (text.length === FIRST_DIGITS) return taken({ ...first.value, terminal: null })
  if (!isLength(text.length)) return refusal('length')
  if (!/^\d+$/.test(text)) return refusal('digits')
  const [ability = '', chip = ''] = text.slice(FIRST_DIGITS)
  return taken({ ...first.value, terminal: { ability, chip, rest: text.slice(FIRST_DIGITS + TERMINAL_DIGITS) } })
}
