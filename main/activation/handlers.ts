import type { Handlers } from '#contract'
import { codesLockedMs, type ActivationEvent, type ActivationRules, type Device } from '#domain/activation'
import { isCounted, type CodeRefusal } from '#domain/code-refusals'
import { done, refused } from '#domain/result'
import type { Clock } from '#drivers/clock/port'
import { plan, type Acts } from '../acts.ts'
import type { Codes } from '../head-office/codes.ts'
import type { Token } from '../head-office/token.ts'
import { whileOnDuty } from '../operators/on-duty.ts'

export interface ActivationHandlersParts {
  readonly acts: Acts
  readonly clock: Clock
  readonly codes: Codes
  readonly on: boolean
  readonly here: Device
  readonly rules: ActivationRules
}

type Why = CodeRefusal | 'codes-locked' | 'activation-off'
const HOUR_MS = 3_600_000

export function activationHandlers(parts: ActivationHandlersParts): Handlers['activation'] {
  const { acts, clock, codes, on, here, rules } = parts
  return {
    // A wrong code is refused and written down in one act, so that pulling the plug does not give the guess back.
    enter: ({ code }, txn) =>
      whileOnDuty(acts).act<{ kind: 'activation' | 'demand' }, Why>(txn, (till) => {
        const checked = codes.check(till, code, { kinds: ['activation', 'demand'] })
        // Whoever scans one here is told where it belongs; it was really signed, so nothing is guessed by that.
        const isForReset = !checked.ok && checked.why === 'code-for-reset'
        if (!on && !isForReset) return refused('activation-off')
        if (codesLockedMs(till, clock.nowMs()) > 0) return refused('codes-locked')
        const by = till.duty ?? ''
        if (checked.ok) return plan({ event: eventOf(checked.value, by, here, rules), answer: answerOf(checked.value) })
        if (!isCounted(checked.why)) return checked
        return done({ event: { is: 'code-refused', why: checked.why, by }, reply: checked })
      }),
  }
}

const answerOf = ({ kind }: Token): { kind: 'activation' | 'demand' } => ({
  kind: kind === 'demand' ? 'demand' : 'activation',
})

function eventOf({ kind, id }: Token, by: string, { device, major }: Device, rules: ActivationRules): ActivationEvent {
  return kind === 'demand'
    ? { is: 'activation-demanded', why: 'head-office', graceMs: rules.graceHours * HOUR_MS, token: id, by }
    : // A code that fits fits a device that there is.
      { is: 'activation-granted', token: id, device: device ?? '', major, by }
}
