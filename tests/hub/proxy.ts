import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Stands between a station and a server, and does to their line what lines have done to them. */
export interface Proxy {
  /** `host:port` to call in the server's place. */
  readonly server: string
  /** Ends every connection there is. */
  readonly cut: () => void
  /** What the server says from now on is lost, until the connection is cut. */
  readonly loseAnswers: () => void
  /** False: nobody gets through. */
  readonly setOpen: (isOpen: boolean) => void
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/** `at`: an address of this machine that it listens at. */
export async function startProxy(to: string, at = '127.0.0.1'): Promise<Proxy> {
  const [host = '', port = ''] = to.split(':')
  const pairs = new Set<readonly [Socket, Socket]>()
  let [isOpen, isLosing, connections] = [true, false, 0]
  const server = createServer((station) => {
    if (!isOpen) {
      station.destroy()
      return
    }
    connections++
    isLosing = false
    const hub = connect(Number(port), host)
    const pair = [station, hub] as const
    pairs.add(pair)
    for (const each of pair) {
      each.setNoDelay(true)
      each.on('error', () => undefined)
      each.on('close', () => {
        pairs.delete(pair)
        for (const one of pair) one.destroy()
      })
    }
    station.on('data', (bytes) => void hub.write(bytes))
    hub.on('data', (bytes) => {
      if (!isLosing) station.write(bytes)
    })
  })
  server.listen(0, at)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const cut = () => {
    for (const pair of pairs) for (const each of pair) each.destroy()
  }
  return {
    ...{
      server: `${at === '127.0.0.1' ? 'localhost' : at}:${address.port}`,
      cut,
      loseAnswers: () => (isLosing = true),
    },
    ...{ setOpen: (next) => (isOpen = next), connections: () => connections },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
