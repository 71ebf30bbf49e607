import type { Parent } from './port.ts'
import { readToChild, type ToParent } from './words.ts'

export type Call = (input: unknown) => Promise<unknown>
export type Calls = Readonly<Record<string, Call>>

/** What these calls answer to. */
export const inTable =
  (calls: Calls) =>
  (name: string): Call | null =>
    Object.hasOwn(calls, name) ? (calls[name] ?? null) : null

/**
 * In the process beside main: answers its calls, each by itself, and says `ready` once. Gives what tells of events.
 * `find`: null where nobody here answers to that name just now.
 */
export function serve(parent: Parent, find: (name: string) => Call | null): (name: string, value: unknown) => void {
  const say = (words: ToParent) => parent.send(JSON.stringify(words))
  parent.onText((text) => {
    const asked = readToChild(text)
    if (!asked) return
    const { id } = asked
    const call = find(asked.call)
    if (!call) {
      say({ is: 'not-done', id })
      return
    }
    call(asked.input).then(
      (value) => say({ is: 'answer', id, value }),
      (cause: unknown) => say({ is: 'fault', id, why: String(cause) }),
    )
  })
  say({ is: 'ready' })
  return (name, value) => say({ is: 'event', name, value })
}
