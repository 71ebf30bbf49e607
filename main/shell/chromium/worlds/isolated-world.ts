import type { PageWindow } from './dom.ts'
import type { JoinWorlds } from './wire.ts'

/** What the page's preload sends to main. */
export type FromPage =
  | { readonly is: 'invoke'; readonly id: number; readonly channel: string; readonly given: readonly unknown[] }
  | { readonly is: 'send'; readonly channel: string; readonly given: readonly unknown[] }

/** What main sends to the page's preload. */
export type ToPage =
  | { readonly is: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly is: 'refusal'; readonly id: number; readonly message: string }
  | { readonly is: 'event'; readonly channel: string; readonly given: readonly unknown[] }

export interface IsolatedNames {
  readonly handover: string
  /** The binding main listens to, and the function main calls; both exist in the isolated world only. */
  readonly post: string
  readonly receive: string
}

export type RunPreload = (require: (name: string) => unknown, module: object, exports: object) => void

/**
 * Runs in a world of its own beside the page: there it stands in for the part of Electron a sandboxed preload has,
 * and runs the built preload unchanged. Turned into text, so it may use nothing from outside itself.
 */
export function isolatedWorld(page: PageWindow, names: IsolatedNames, join: JoinWorlds, preload: RunPreload): void {
  if (page !== page.top) return
  const WAITING_MAX = 1_000
  // The window is also the world's global object, where the host put its binding.
  const world = page as unknown as Record<string, (text: string) => void>
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (problem: Error) => void }>()
  const listeners = new Map<string, ((event: object, ...given: readonly unknown[]) => void)[]>()
  let last = 0

  const node = page.document.createElement('i')
  const wire = join(page, node, { hear: 'to-preload', speak: 'to-page' }, () => undefined)
  page.dispatchEvent(new page.MouseEvent(names.handover, { relatedTarget: node }))

  const send = (message: FromPage): void => world[names.post]?.(JSON.stringify(message))
  const receive = (message: ToPage): void => {
    if (message.is === 'event') {
      for (const listen of listeners.get(message.channel) ?? []) listen({}, ...message.given)
      return
    }
    const asker = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.is === 'answer') asker?.resolve(message.value)
    else asker?.reject(new Error(message.message))
  }
  // Only the host calls this, with what it wrote itself.
  Object.defineProperty(page, names.receive, { value: (text: string) => receive(JSON.parse(text) as ToPage) })

  const electron = {
    contextBridge: { exposeInMainWorld: wire.expose },
    ipcRenderer: {
      invoke: (channel: string, ...given: unknown[]) =>
        new Promise((resolve, reject) => {
          if (waiting.size >= WAITING_MAX) throw new Error('too many calls wait for an answer')
          waiting.set(++last, { resolve, reject })
          send({ is: 'invoke', id: last, channel, given })
        }),
      send: (channel: string, ...given: unknown[]) => send({ is: 'send', channel, given }),
      on: (channel: string, listen: (event: object, ...given: readonly unknown[]) => void) => {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listen])
      },
    },
  }
  const module = { exports: {} }
  preload(
    (name) => {
      if (name === 'electron') return electron
      throw new Error(`a preload may not load ${name}`)
    },
    module,
    module.exports,
  )
}
