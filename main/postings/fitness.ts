import { profileOf } from '#domain/in-force'
import type { PostingBody, PostingScope } from '#domain/postings'
import type { Till } from '#domain/till'
import { judgePolicy } from '../head-office/policy.ts'
import type { Trust } from '../head-office/trust.ts'
import type { SettingsFile } from '../settings.ts'
import { not, type JudgedPosting, type Refusal } from './posting.ts'
import { settingsWith } from './profile.ts'

export interface FitnessParts {
  readonly till: Till
  readonly trust: Trust | null
  /** As `station.json` says them. */
  readonly stored: SettingsFile
}

/** Why the station could not go on with it, though it is in order by itself; null where it can. */
export function fitness(
  { till, trust, stored }: FitnessParts,
  scope: PostingScope,
  { key }: Pick<JudgedPosting, 'key'>,
  body: PostingBody,
): Refusal | null {
  switch (body.kind) {
    case 'policy': {
      const judged = judgePolicy(body.document, { trust, newestMs: till.policyIssuedMs })
      return judged.ok ? null : not('posting-unsound', `${judged.why} ${judged.about}`)
    }
    case 'standing':
      // With the key that signs this nobody could say anything any more.
      return body.keys.includes(key) ? not('would-break', `keys: ${key}`) : null
    case 'profile': {
      const { all, own } = profileOf(till)
      const fault = settingsWith(stored, scope === 'all' ? { ...body.lines, ...own } : { ...all, ...body.lines })
      return typeof fault === 'string' ? not('would-break', fault) : null
    }
    case 'catalogue':
    case 'operators':
    case 'fees':
    case 'notices':
    case 'stations':
      return null
  }
}
