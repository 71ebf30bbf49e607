import type { Server, Socket } from 'node:net'

/** Where a twin can be reached on this machine. */
export interface Listening {
  readonly port: number
  /** Lines that are open. */
  readonly lines: () => number
  /** Away, nobody listens at its port, and what was open is cut. */
  readonly setAway: (isAway: boolean) => Promise<void>
  /** Resolves when it is away for good. */
  readonly stop: () => Promise<void>
}

/** Lets a server listen on this machine only; `at` 0 is a port that is free. Rejects where the port is taken. */
export async function listenHere(server: Server, at = 0): Promise<Listening> {
  const sockets = new Set<Socket>()
  // Below TLS too, so that what never got through its greeting is closed as well.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  const stop = async () => {
    for (const socket of sockets) socket.destroy()
    if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  const port = await listening(server, at)
  return {
    ...{ port, stop, lines: () => sockets.size },
    setAway: async (isAway) => {
      if (isAway) await stop()
      else if (!server.listening) await listening(server, port)
    },
  }
}

async function listening(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
