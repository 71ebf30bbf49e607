import { refused, type Refused } from './result.ts'
import { KNOWN } from './known-secrets.ts'
import type { Operator } from './till.ts'

/** Secrets that are kept as hashes. `pin`: the six digits by which who sells confirms a payment of their own doing. */
export type KeptKind = 'login' | 'void' | 'pin'
export const KEPT_KINDS = ['login', 'void', 'pin'] as const

/** Which secrets somebody of this role has, or may have. */
export const kindsOf = (role: Operator['role']): readonly KeptKind[] => OF_ROLE[role]
const OF_ROLE: Readonly<Record<Operator['role'], readonly KeptKind[]>> = {
  cashier: ['login', 'pin'],
  manager: ['login', 'void', 'pin'],
  it: ['login'],
}

/** What a login or void password has at least. */
export const SECRET_LENGTH_MIN = 6
export const PIN_DIGITS = 6
/** Secrets of before that may not be taken again, each kind by itself. */
export const SECRETS_REMEMBERED = 5

export type RuleRefusal =
  'secret-short' | 'pin-not-six-digits' | 'secret-plain' | 'secret-common' | 'secret-own-number' | 'secret-own-name'

/** Whose secret it is to be, and the numbers that stand on name badges here. */
export interface Owner {
  readonly number: string
  readonly name: string
  readonly numbers: readonly string[]
}

/** Why a secret of this kind can not be taken by itself; null where it can. */
export function secretRefusal(kind: KeptKind, secret: string, owner: Owner): Refused<RuleRefusal> | null {
  if (kind === 'pin' && !/^\d{6}$/.test(secret)) return refused('pin-not-six-digits')
  if (secret.length < SECRET_LENGTH_MIN) return refused('secret-short')
  if (KNOWN.has(secret.toLowerCase())) return refused('secret-common')
  if (isPlain(secret)) return refused('secret-plain')
  if (isOfNumber(secret, owner)) return refused('secret-own-number')
  return isOfName(secret, owner.name) ? refused('secret-own-name') : null
}

export const isWeakSecret = (secret: string, owner: Owner): boolean => secretRefusal('login', secret, owner) !== null

/** One sign repeated, a run up or down, or a few signs again and again: guessed from across the counter. */
function isPlain(secret: string): boolean {
  const steps = new Set(Array.from(secret.slice(1), (sign, i) => sign.charCodeAt(0) - secret.charCodeAt(i)))
  if (steps.size === 1 && [0, 1, -1].includes([...steps][0] ?? 9)) return true
  return [2, 3].some((length) => secret.length >= 2 * length && isRepeated(secret, secret.slice(0, length)))
}

const isRepeated = (secret: string, part: string): boolean =>
  part.repeat(Math.ceil(secret.length / part.length)).slice(0, secret.length) === secret

/** A number of this length inside a secret is most of it. */
const TELLING_DIGITS = 4

function isOfNumber(secret: string, { number, numbers }: Owner): boolean {
  if (number.length >= TELLING_DIGITS && secret.includes(number)) return true
  return [number, ...numbers].some((each) => secret.replaceAll(each, '') === '')
}

const NAME_SIGNS_MIN = 2
const isOfName = (secret: string, name: string): boolean => {
  const plain = name.replaceAll(/\s/g, '').toLowerCase()
  return plain.length >= NAME_SIGNS_MIN && secret.toLowerCase().includes(plain)
}

/** How a secret would do, in a word, while it is typed; where it would be refused, why. */
export type Strength = 'empty' | RuleRefusal | 'fair' | 'good' | 'strong'

const GOOD_BITS = 35
const STRONG_BITS = 55

/** Rough on purpose: length, and how many kinds of signs. Six digits are fair; the lock-out is what protects them. */
export function strengthOf(kind: KeptKind, secret: string, owner: Owner): Strength {
  if (secret === '') return 'empty'
  const amiss = secretRefusal(kind, secret, owner)
  if (amiss) return amiss.why
  if (kind === 'pin') return 'good'
  const bits = secret.length * Math.log2(ALPHABETS.reduce((sum, [has, size]) => sum + (has.test(secret) ? size : 0), 0))
  if (bits >= STRONG_BITS) return 'strong'
  return bits >= GOOD_BITS ? 'good' : 'fair'
}

const ALPHABETS = [
  [/\d/, 10],
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[^\da-zA-Z]/, 33],
] as const
