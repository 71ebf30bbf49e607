import type { Handlers } from '#contract'
import { done, refused } from '#domain/result'

/** The training panel's hands at the virtual devices; in live there are none, and every call is refused. */
export const trainingHandlers = (trigger: ((code: string) => void) | null): Handlers['training'] => ({
  scan: ({ code }) => {
    if (!trigger) return Promise.resolve(refused('not-in-training'))
    trigger(code)
    return Promise.resolve(done({}))
  },
})
