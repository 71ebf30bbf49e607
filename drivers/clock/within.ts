import type { Clock } from './port.ts'

/** What `work` gives, or `late` when it takes longer; the work itself goes on, and what it gives later is lost. */
export async function within<Value, const Late>(wait: Clock['wait'], ms: number, work: Promise<Value>, late: Late) {
  const ended = new AbortController()
  const limit = wait(ms, ended.signal).then(
    () => late,
    () => late,
  )
  try {
    return await Promise.race([work, limit])
  } finally {
    ended.abort()
  }
}
