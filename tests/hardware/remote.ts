import { makeRealClock } from '../../drivers/clock/real.ts'
import { makeCalls } from '../../drivers/process/calls.ts'
import { readToParent } from '../../drivers/process/words.ts'
import { at } from '../sources.ts'
import { makeLines } from './guest/words.ts'
import type { Machine } from './machine.ts'

/** A program of `guest/` inside the machine, called from outside. */
export interface Remote {
  /** Throws where the call fails there. */
  readonly ask: <Value>(call: string, input: object, limitMs?: number) => Promise<Value>
  /** Ends it, and with it whatever it holds. */
  readonly kill: () => Promise<void>
}

export interface RemoteMake {
  /** Its file in `guest/`. */
  readonly program: string
  readonly args?: readonly string[]
  readonly user?: 'cashier'
  readonly onEvent?: (name: string, value: unknown) => void
}

/** What a call may take on its way there and back, ms: emulated processors are slow. */
const WAY_MS = 20_000
const READY_MS = 30_000
/** What is kept of the last words of a program that went. */
const ERRORS_MAX = 500

/** Starts it; resolves when it is ready. */
export async function openRemote(machine: Machine, { program, args = [], user, onEvent }: RemoteMake): Promise<Remote> {
  const running = await machine.start(['node', at('tests/hardware/guest', program), ...args], user)
  const calls = makeCalls(makeRealClock())
  const ready = Promise.withResolvers<null>()
  running.onOutput(
    makeLines((text) => {
      const words = readToParent(text)
      if (words?.is === 'ready') ready.resolve(null)
      if (words?.is === 'answer') calls.settle(words.id, { is: 'answer', value: words.value })
      if (words?.is === 'fault') calls.settle(words.id, { is: 'answer', value: { fault: words.why } })
      if (words?.is === 'event') onEvent?.(words.name, words.value)
    }),
  )
  let last = ''
  void running.ended.then(({ errors }) => {
    last = errors.trim().slice(-ERRORS_MAX)
    calls.gone()
    ready.reject(new Error(`the program in the machine ended: ${errors}`))
  })
  const late = setTimeout(() => ready.reject(new Error('the program in the machine says nothing')), READY_MS)
  await ready.promise
  clearTimeout(late)
  return {
    ask: async <Value>(call: string, input: object, limitMs = 0) => {
      const called = await calls.begin(limitMs + WAY_MS, (id) =>
        running.write(`${JSON.stringify({ id, call, input })}\n`),
      )
      if (called.is !== 'answer') throw new Error(`${call}: ${called.is} ${last}`)
      const fault = (called.value as { fault?: string } | null)?.fault
      if (fault !== undefined) throw new Error(`${call}: ${fault}`)
      return called.value as Value
    },
    kill: async () => {
      running.kill()
      await running.ended
    },
  }
}
