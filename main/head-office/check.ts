import type { CodeRefusal } from '#domain/code-refusals'
import { done, refused, type Result } from '#domain/result'
import { isSignedBy, placeOf, readToken, type Token, type TokenKind } from './token.ts'
import type { Trust } from './trust.ts'

/** All that a code is held against; nothing is asked of the world. */
export interface Expected {
  /** What codes may be for here. */
  readonly kinds: readonly TokenKind[]
  /** Null where the station trusts nobody. */
  readonly trust: Trust | null
  /** The fingerprint of the station's own key; null where it can not be read. */
  readonly device: string | null
  /** Whose secret is to be set anew, of a `reset`. */
  readonly operator?: string
  /** The wall clock, and the newest moment of the journal, which it may have been turned back behind. */
  readonly nowMs: number
  readonly latestMs: number
  /** Codes that did their work here. */
  readonly used: readonly string[]
}

/** Clocks of an office and a shop may differ by so much. */
const CLOCKS_MS = 3_600_000

/** Whether a code may do its work. Whoever lets it writes that down in the same record, so that it does it once. */
export function checkToken(text: string, expected: Expected): Result<Token, CodeRefusal> {
  const { kinds, trust, device, nowMs, latestMs, used } = expected
  const token = readToken(text)
  if (!token) return refused('code-misread')
  if (!trust) return refused('no-head-office')
  const key = trust.keys.get(token.key)
  if (!key || !isSignedBy(token, key)) return refused('code-forged')
  if (device === null || token.place !== placeOf({ ...trust, device })) return refused('code-elsewhere')
  if (trust.revoked.has(token.id)) return refused('code-revoked')
  if (used.includes(token.id)) return refused('code-used')
  if (!kinds.includes(token.kind)) return refused(token.kind === 'reset' ? 'code-for-reset' : 'code-for-activation')
  if (token.operator !== (expected.operator ?? '')) return refused('code-elsewhere')
  if (nowMs < token.issuedMs - CLOCKS_MS) return refused('clock-behind')
  return Math.max(nowMs, latestMs) > token.expiresMs ? refused('code-expired') : done(token)
}
