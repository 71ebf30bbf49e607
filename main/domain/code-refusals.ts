/**
 * Why a code of head office does nothing here. `code-misread`: no code at all, so a slip of the hand ·
 * `no-head-office`: the station trusts nobody yet · `clock-behind`: the clock stands before the code was made ·
 * `code-for-…`: it is good, and for something else.
 */
export const CODE_REFUSALS = [
  ...(['code-misread', 'no-head-office', 'code-forged', 'code-elsewhere', 'code-revoked', 'code-used'] as const),
  ...(['clock-behind', 'code-expired', 'code-for-reset', 'code-for-activation'] as const),
] as const
export type CodeRefusal = (typeof CODE_REFUSALS)[number]

/** What a guesser or a thief may have tried: each is written down and counted, so that it is seen. */
const COUNTED: readonly CodeRefusal[] = ['code-forged', 'code-elsewhere', 'code-revoked', 'code-used', 'code-expired']
export const isCounted = (why: CodeRefusal): boolean => COUNTED.includes(why)
