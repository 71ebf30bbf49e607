import type { Parent } from './port.ts'
import { readToChild, type ToParent } from './words.ts'

export type Calls = Readonly<Record<string, (input: unknown) => Promise<unknown>>>

/** In the process beside main: answers its calls, each by itself, and says `ready` once. Gives what tells of events. */
export function serve(parent: Parent, calls: Calls): (name: string, value: unknown) => void {
  const say = (words: ToParent) => parent.send(JSON.stringify(words))
  parent.onText((text) => {
    const asked = readToChild(text)
    const call = asked && Object.hasOwn(calls, asked.call) ? calls[asked.call] : null
    if (!asked) return
    const { id } = asked
    if (!call) {
      say({ is: 'fault', id, why: `there is no ${asked.call}` })
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
