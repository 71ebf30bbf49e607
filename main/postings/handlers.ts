import type { Handlers } from '#contract'
import { hasRead, shownNotices } from '#domain/in-force'
import { done, refused } from '#domain/result'
import type { Clock } from '#drivers/clock/port'
import { plan, type Acts } from '../acts.ts'
import { whileOnDuty } from '../operators/on-duty.ts'

export interface NoticesParts {
  readonly acts: Acts
  readonly clock: Pick<Clock, 'nowMs'>
}

/** Whoever is on duty says that they have read a notice: written down once. */
export const noticesHandlers = ({ acts, clock }: NoticesParts): Handlers['notices'] => ({
  read: ({ notice }, txn) => {
    const till = acts.till()
    if (till.duty !== null && hasRead(till, notice, till.duty)) return Promise.resolve(done({}))
    return whileOnDuty(acts).act(txn, (now) => {
      if (!shownNotices(now, clock.nowMs()).some(({ id }) => id === notice)) return refused('no-such-notice')
      return plan({ event: { is: 'notice-read', notice, operator: now.duty ?? '' }, answer: {} })
    })
  },
})
