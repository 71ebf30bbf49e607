import { isOurPage } from '../page-address.ts'
import type { Cdp } from './cdp.ts'
import type { Handlers } from './protocol.ts'
import type { Target } from './window-bounds.ts'
import type { FromPage, IsolatedNames, ToPage } from './worlds/isolated-world.ts'

/**
 * The post between main and a page's preload. A message counts only when it comes from the isolated world of the
 * window's top document and that document is ours; an answer goes to the very document that asked, or nowhere.
 */
export interface Postbox {
  readonly handlers: Handlers
  readonly documentIs: (url: string) => void
  /** Whether the document there now is ours. */
  readonly ours: () => boolean
  readonly push: (channel: string, text: string) => void
}

export interface Recipient {
  readonly origin: string
  readonly received: (channel: string, given: readonly unknown[], asked: boolean) => Promise<unknown>
}

export interface WorldNames extends IsolatedNames {
  readonly worldName: string
}

interface World {
  readonly id: number
  readonly uniqueId: string
}

type Deliver = (to: World, message: ToPage) => Promise<void>

const delivery =
  (cdp: Cdp, sessionId: string, receive: string): Deliver =>
  async (to, message) => {
    const expression = `${receive}(${JSON.stringify(JSON.stringify(message))})`
    const letter = cdp.send('Runtime.evaluate', { expression, uniqueContextId: to.uniqueId }, sessionId)
    // A document that went away while we wrote to it has no use for the letter.
    await letter.catch(() => undefined)
  }

async function receive(from: World, message: FromPage, recipient: Recipient, deliver: Deliver): Promise<void> {
  const { is, channel, given } = message
  const reply = await recipient.received(channel, given, is === 'invoke').then(
    (value) => ({ is: 'answer', value }) as const,
    // The page learns that it was refused; why is told to the log, by whoever refused.
    () => ({ is: 'refusal', message: 'refused' }) as const,
  )
  if (is === 'invoke') await deliver(from, { id: message.id, ...reply })
}

/** One letter on the way at a time: a page that does not listen must not make a heap of old views. */
function newestOnly(deliver: (channel: string, text: string) => Promise<void>): Postbox['push'] {
  const newest = new Map<string, string>()
  let sending = false
  const sendAll = async (): Promise<void> => {
    if (sending) return
    sending = true
    for (let next = newest.entries().next(); !next.done; next = newest.entries().next()) {
      const [channel, text] = next.value
      newest.delete(channel)
      await deliver(channel, text)
    }
    sending = false
  }
  return (channel, text) => {
    newest.set(channel, text)
    void sendAll()
  }
}

export function openPostbox(cdp: Cdp, target: Target, names: WorldNames, recipient: Recipient): Postbox {
  let world: World | null = null
  let document = ''
  const ours = (): boolean => isOurPage(document, recipient.origin)
  const deliver = delivery(cdp, target.sessionId, names.receive)
  return {
    ours,
    documentIs: (url) => {
      document = url
    },
    push: newestOnly(async (channel, text) => {
      if (world && ours()) await deliver(world, { is: 'event', channel, given: [text] })
    }),
    handlers: {
      'Runtime.executionContextCreated': ({ context }) => {
        const isPreload = context.name === names.worldName && context.origin === recipient.origin
        if (isPreload && context.auxData.frameId === target.targetId)
          world = { id: context.id, uniqueId: context.uniqueId }
      },
      'Runtime.executionContextDestroyed': ({ executionContextUniqueId }) => {
        if (world?.uniqueId === executionContextUniqueId) world = null
      },
      'Runtime.executionContextsCleared': () => {
        world = null
      },
      'Runtime.bindingCalled': ({ name, payload, executionContextId }) => {
        if (name !== names.post || world?.id !== executionContextId || !ours()) return
        // Written by our own preload's stand-in: no page script can reach the binding.
        void receive(world, JSON.parse(payload) as FromPage, recipient, deliver)
      },
    },
  }
}
