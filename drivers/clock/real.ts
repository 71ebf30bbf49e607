import type { Clock } from './port.ts'
import { setTimeout as sleep } from 'node:timers/promises'

export const makeRealClock = (): Clock => ({
  nowMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  wait: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
})
