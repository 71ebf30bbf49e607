import type { PageTarget, PageWindow } from './dom.ts'
import type { MakePacking, Packed, Settled } from './packing.ts'

/**
 * What Electron's contextBridge does, for two script worlds that share nothing but a private node. Both worlds run
 * this same code. Turned into text, so it may use nothing from outside itself.
 */
export type Crossing =
  | { readonly do: 'call'; readonly id: number; readonly turn: number; readonly given: readonly Packed[] }
  | { readonly do: 'return'; readonly turn: number; readonly value: Packed }
  | { readonly do: 'throw'; readonly turn: number; readonly message: string }
  | { readonly do: 'expose'; readonly name: string; readonly value: Packed }
  | Settled

export interface Wire {
  readonly expose: (name: string, value: unknown) => void
}

export type JoinWorlds = (
  page: PageWindow,
  node: PageTarget,
  channels: { readonly hear: string; readonly speak: string },
  exposed: (name: string, value: unknown) => void,
) => Wire

export const makeJoin = (makePacking: MakePacking): JoinWorlds => {
  return (page, node, channels, exposed) => {
    const { CustomEvent } = page
    const dispatch = node.dispatchEvent.bind(node)
    const answers = new Map<number, Crossing>()
    let turns = 0

    const say = (crossing: Crossing): void => {
      dispatch(new CustomEvent(channels.speak, { detail: JSON.stringify(crossing) }))
    }
    const reason = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem))

    // Events are delivered at once, so the answer is there when the event has been sent.
    const call = (id: number, given: readonly unknown[]): unknown => {
      const turn = ++turns
      say({ do: 'call', id, turn, given: given.map(packing.pack) })
      const answer = answers.get(turn)
      answers.delete(turn)
      if (answer?.do === 'return') return packing.unpack(answer.value)
      throw new Error(answer?.do === 'throw' ? answer.message : 'the other side is gone')
    }
    const packing = makePacking(say, call, reason)

    const answerCall = ({ id, turn, given }: Crossing & { do: 'call' }): void => {
      try {
        say({ do: 'return', turn, value: packing.pack(packing.run(id, given.map(packing.unpack))) })
      } catch (problem) {
        say({ do: 'throw', turn, message: reason(problem) })
      }
    }
    const hear = (crossing: Crossing): void => {
      switch (crossing.do) {
        case 'call':
          answerCall(crossing)
          return
        case 'return':
        case 'throw':
          answers.set(crossing.turn, crossing)
          return
        case 'settle':
        case 'fail':
          packing.settle(crossing)
          return
        case 'expose':
          exposed(crossing.name, packing.unpack(crossing.value))
          return
      }
    }
    node.addEventListener(channels.hear, (event) => {
      event.stopImmediatePropagation()
      // Only this function's twin holds the node, and it speaks nothing but crossings.
      hear(JSON.parse(event.detail) as Crossing)
    })
    return { expose: (name, value) => say({ do: 'expose', name, value: packing.pack(value) }) }
  }
}
