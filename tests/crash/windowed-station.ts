import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { CashierView } from '#contract/view'
import { askIn, viewIn } from '../driving/asking.ts'
import { beginProgram, type BegunProgram, type RunningProgram } from '../driving/running.ts'
import { KILLED, type Victim } from './victim.ts'

/** An answer that fails in a page whose station lives on is no death, and not what is tried here. */
const DEATH_LIMIT_MS = 5_000

/** The program as a person starts it, asked from within its real page. */
export function windowedStation(folder: string): Victim {
  let begun: BegunProgram | null = null
  let program: RunningProgram | null = null

  const isDead = () => begun === null || begun.process.exitCode !== null || begun.process.signalCode !== null
  const inPage = async <T>(ask: (running: RunningProgram) => Promise<T>): Promise<T | null> => {
    if (!program || isDead()) return null
    try {
      return await ask(program)
    } catch (cause) {
      for (let waitedMs = 0; waitedMs < DEATH_LIMIT_MS && !isDead(); waitedMs += 20) await wait(20)
      if (!isDead()) throw cause
      return null
    }
  }
  return {
    start: async () => {
      const made = beginProgram({ shell: 'chromium', profile: 'test', folder })
      begun = made
      try {
        program = await made.running
        return null
      } catch (cause) {
        return made.process.signalCode === 'SIGKILL' ? KILLED : String(cause)
      }
    },
    ask: (call, txn) => inPage(({ page }) => askIn(page, call, txn)),
    due: async () => {
      const view = await inPage(({ page }) => viewIn(page))
      return view === null ? 0 : ((JSON.parse(view) as CashierView).sale?.total ?? 0) // main's own words
    },
    kill: async () => {
      if (!begun) return
      const gone = isDead() ? null : once(begun.process, 'exit')
      begun.process.kill('SIGKILL')
      await gone
      await begun.stop()
      program = null
    },
  }
}
