import { assert } from './result.ts'
import type { Till } from './till.ts'

/** What the station last found amiss with itself, and the settings a manager accepted; folded from the journal. */
export interface Integrity {
  /** Oldest word of it: none before the first check that found something. */
  readonly findings: readonly Finding[]
  /** Nothing but cash is taken, for what was found. */
  readonly cashOnly: boolean
  /** Null before the first. */
  readonly accepted: Accepted | null
}

export interface Accepted {
  readonly hashes: readonly SettingHash[]
  /** As it was accepted, so that who edits the file can not loosen it by the same stroke. */
  readonly onFailure: OnFailure
}

/** SHA-256 of one setting's value as JSON, hex. */
export interface SettingHash {
  /** In `settings/`, such as `station.json`. */
  readonly file: string
  readonly field: string
  readonly sha256: string
}

export type OnFailure = 'tell' | 'cash-only'

/**
 * Why a policy that says it is head office's is not taken. `policy-unsound`: below a floor, or of wrong lines ·
 * `policy-waits`: no manager has accepted yet whom the station trusts now.
 */
const POLICY_REFUSALS = [
  ...(['policy-misread', 'policy-forged', 'policy-elsewhere'] as const),
  ...(['policy-unsound', 'policy-older', 'policy-waits'] as const),
] as const
export type PolicyRefusal = (typeof POLICY_REFUSALS)[number]

/** `file-…`: of the program · `clock-…`: of the machine · `sandbox-off`, `sealing-weak`: of the shell. */
export const FINDING_CODES = [
  ...(['manifest-missing', 'manifest-forged', 'file-changed', 'file-missing', 'file-extra'] as const),
  ...(['setting-changed', 'sandbox-off', 'sealing-weak'] as const),
  ...(['clock-back', 'clock-away', 'clock-jumped'] as const),
  ...(['records-faulty', 'vault-unreadable', 'not-checked'] as const),
  ...POLICY_REFUSALS,
] as const
export interface Finding {
  readonly code: (typeof FINDING_CODES)[number]
  /** The file, the field, or how much. */
  readonly about: string
  /** Something to know, and not amiss: it is shown to who looks, and limits nothing. */
  readonly note: boolean
}

export const NO_INTEGRITY: Integrity = { findings: [], cashOnly: false, accepted: null }

export const alarming = (findings: readonly Finding[]): readonly Finding[] => findings.filter(({ note }) => !note)

export type IntegrityEvent =
  /** Written when it is another result than before. */
  | { readonly is: 'integrity-checked'; readonly findings: readonly Finding[]; readonly cashOnly: boolean }
  /** `by` null: the first start. */
  | ({ readonly is: 'settings-accepted'; readonly by: string | null } & Accepted)

export function examined(till: Till, event: IntegrityEvent): Till {
  if (event.is === 'integrity-checked') {
    assert(till.sale.lines.length === 0 || !event.cashOnly, 'what is found strikes no sale in the midst of it')
    return { ...till, integrity: { ...till.integrity, findings: event.findings, cashOnly: event.cashOnly } }
  }
  const { hashes, onFailure } = event
  return { ...till, integrity: { ...till.integrity, accepted: { hashes, onFailure } } }
}

/** Settings that are not as they were accepted, `file: field`; those that appeared with their default are no news. */
export function settingsChanged(
  accepted: readonly SettingHash[],
  now: readonly (SettingHash & { readonly isDefault: boolean })[],
): string[] {
  const key = ({ file, field }: SettingHash) => `${file}: ${field}`
  const before = new Map(accepted.map((each) => [key(each), each.sha256]))
  const names = new Set(now.map(key))
  return [
    ...now.filter((each) => (before.has(key(each)) ? before.get(key(each)) !== each.sha256 : !each.isDefault)).map(key),
    ...[...before.keys()].filter((name) => !names.has(name)),
  ]
}
