import type { CodeRefusal } from '#domain/code-refusals'
import type { Result } from '#domain/result'
import type { Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import { checkToken, type Expected } from './check.ts'
import type { Token } from './token.ts'
import { trustNow, type Trust } from './trust.ts'

export interface CodesParts {
  readonly clock: Clock
  readonly trust: Trust | null
  /** The fingerprint of the station's own key; null where it can not be read. */
  readonly device: string | null
}

/** Holds codes of head office against this station, as it is when an act's turn comes. */
export interface Codes {
  readonly check: (till: Till, code: string, wanted: Pick<Expected, 'kinds' | 'operator'>) => Result<Token, CodeRefusal>
}

export const makeCodes = ({ clock, trust, device }: CodesParts): Codes => ({
  check: (till, code, wanted) =>
    checkToken(code, {
      ...{ ...wanted, trust: trustNow(trust, till), device, used: till.activation.used },
      ...{ nowMs: clock.nowMs(), latestMs: till.time.latestMs },
    }),
})
