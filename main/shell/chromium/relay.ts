import { type Cdp, cutMessages } from './cdp.ts'
import type { Message } from './protocol.ts'
import { rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'

/**
 * Lets a test drive the browser of a running station over a Unix socket. Each client has a session of its own and
 * sees only its own sessions. Full control of the till, so main opens it for tests only, and the socket file is for
 * the station's user alone.
 */
export interface Relay {
  readonly close: () => Promise<void>
}

async function serve(cdp: Cdp, socket: Socket): Promise<void> {
  const { sessionId: root } = await cdp.send('Target.attachToBrowserTarget', {})
  const sessions = new Set([root])
  const say = (message: Message): void => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\0`)
  }
  const outward = ({ sessionId, ...message }: Message): Message =>
    sessionId === undefined || sessionId === root ? message : { ...message, sessionId }

  const stop = cdp.watch((event) => {
    if (event.sessionId === undefined || !sessions.has(event.sessionId)) return
    // The browser's own words about sessions; it writes a sessionId there.
    const about = event.params as { sessionId?: string } | undefined
    if (event.method === 'Target.attachedToTarget' && about?.sessionId) sessions.add(about.sessionId)
    say(outward(event))
    if (event.method === 'Target.detachedFromTarget' && about?.sessionId) sessions.delete(about.sessionId)
  })
  socket.on(
    'data',
    cutMessages(
      (text) => {
        // A test of ours writes it; what is wrong in it the browser refuses.
        const { id, ...message } = JSON.parse(text) as Message
        const sessionId = message.sessionId ?? root
        cdp.pass({ ...message, sessionId }, (answer) => say(outward({ ...answer, sessionId, ...(id && { id }) })))
      },
      () => socket.destroy(),
    ),
  )
  socket.on('close', () => {
    stop()
    // Gone with the browser, if not before.
    void cdp.send('Target.detachFromTarget', { sessionId: root }).catch(() => undefined)
  })
}

/** The file is made by listen(), so the mask is what keeps it ours from its first moment. */
async function listen(server: Server, path: string): Promise<void> {
  rmSync(path, { force: true })
  const mask = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, () => resolve())
    })
  } finally {
    process.umask(mask)
  }
}

export async function openRelay(cdp: Cdp, path: string): Promise<Relay> {
  const clients = new Set<Socket>()
  const server = createServer((socket) => {
    clients.add(socket)
    socket.on('close', () => clients.delete(socket))
    // A test that was killed; its session ends with the socket.
    socket.on('error', () => socket.destroy())
    serve(cdp, socket).catch(() => socket.destroy())
  })
  await listen(server, path)
  return {
    close: async () => {
      if (!server.listening) return
      for (const client of clients) client.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
