/** How old a secret may become, and from when on its owner is warned. Days; null: never too old. */
export interface AgeRule {
  readonly maxAgeDays: number | null
  readonly warnDays: number
}

export interface SecretAge {
  /** Null: from before ages were kept; it counts from its next right entry. */
  readonly setAtMs: number | null
  /** Somebody else has set it. */
  readonly mustChange: boolean
}

const DAY_MS = 86_400_000

/** Whole days since it was set; a clock that was set back makes nothing younger than new. */
export const ageDays = ({ setAtMs }: SecretAge, nowMs: number): number | null =>
  setAtMs === null ? null : Math.max(0, Math.floor((nowMs - setAtMs) / DAY_MS))

/** Before it has to be changed; 0 when it has to be now, null where no day comes. */
export function daysLeft(age: SecretAge, { maxAgeDays }: AgeRule, nowMs: number): number | null {
  if (age.mustChange) return 0
  const days = ageDays(age, nowMs)
  return maxAgeDays === null || days === null ? null : Math.max(0, maxAgeDays - days)
}

export const mustChange = (age: SecretAge, rule: AgeRule, nowMs: number): boolean => daysLeft(age, rule, nowMs) === 0

/** Whether its owner is told that it will not last much longer. */
export function warns(age: SecretAge, rule: AgeRule, nowMs: number): boolean {
  const left = daysLeft(age, rule, nowMs)
  return left !== null && left <= rule.warnDays
}
