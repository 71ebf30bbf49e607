import { Policy } from '#contract/authority-shapes'
import type { PolicyRefusal } from '#domain/integrity'
import { faultOfPolicy } from '#domain/policy'
import { done, refused, type Done, type Refused } from '#domain/result'
import { z } from 'zod'
import { sign, verify, type KeyObject } from 'node:crypto'
import { keyId, publicText } from './token.ts'
import { KeyId, Signature, type Trust } from './trust.ts'

/** A policy for all stations of a merchant, as head office writes it down to have it signed. */
export const PolicyFields = Policy.omit({ version: true }).extend({ merchant: z.string().regex(/^[\w-]{1,15}$/) })
export type PolicyFields = z.infer<typeof PolicyFields>

export const PolicyDocument = PolicyFields.extend({
  /** Milliseconds since 1970, UTC, by head office's clock: a station takes none that is older than its own. */
  issuedMs: z.int().min(0),
  key: KeyId,
  signature: Signature,
})
export type PolicyDocument = z.infer<typeof PolicyDocument>

/** More than 60 lines of any policy come to. */
const TEXT_MAX = 65_536

/** All that is signed, a line each; no part of it can hold the end of a line. */
const signedText = (fields: PolicyFields, issuedMs: number): Buffer => {
  const { merchant, offlineRefundMax, codeMinutes, locked, rows } = fields
  const head = [merchant, issuedMs, offlineRefundMax, codeMinutes, locked ? 'locked' : 'open'].map(String)
  const lines = rows.map(({ act, from, afterMinutes, asks }) => `${act} ${from} ${afterMinutes} ${asks.join(',')}`)
  return Buffer.from(['cashier-station policy 1', ...head, ...lines].join('\n'))
}

export const signPolicy = (fields: PolicyFields, issuedMs: number, key: KeyObject): PolicyDocument => ({
  ...{ ...fields, issuedMs, key: keyId(publicText(key)) },
  signature: sign(null, signedText(fields, issuedMs), key).toString('base64'),
})

/** `about`: what is wrong with it, for people who look for the reason; may be empty. */
export type JudgedPolicy = Done<PolicyDocument> | (Refused<PolicyRefusal> & { readonly about: string })

export interface PolicyExpected {
  /** Null where the station trusts nobody. */
  readonly trust: Trust | null
  /** When the newest one was issued that the station knows of; null where it knows none. */
  readonly newestMs: number | null
}

/** Whether a text is a policy for this station, as new as the one it has or newer. */
export function judgePolicy(text: string, { trust, newestMs }: PolicyExpected): JudgedPolicy {
  const read = text.length > TEXT_MAX ? null : documentIn(text)
  if (!read) return not('policy-misread')
  const { key: id, signature, issuedMs, ...fields } = read
  const key = trust?.keys.get(id)
  if (!key || !verify(null, signedText(fields, issuedMs), key, Buffer.from(signature, 'base64'))) {
    return not('policy-forged', id)
  }
  if (fields.merchant !== trust?.merchant) return not('policy-elsewhere', fields.merchant)
  const unsound = faultIn(fields)
  if (unsound !== null) return not('policy-unsound', unsound)
  return newestMs !== null && issuedMs < newestMs ? not('policy-older', dayOf(issuedMs)) : done(read)
}

/** The first line that is not allowed, counted from 1, and why; null where all are. */
export function faultIn(fields: PolicyFields): string | null {
  const found = faultOfPolicy({ ...fields, version: 1 })
  return found && `${found.line < 0 ? '' : `${found.line + 1}: `}${found.fault}`
}

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 'YYYY-MM-DD'.length)

const not = (why: PolicyRefusal, about = '') => ({ ...refused(why), about })

function documentIn(text: string): PolicyDocument | null {
  try {
    return PolicyDocument.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // A text that is no JSON.
    return null
  }
}
