import { createConnection } from 'node:net'
import { within } from '../clock/within.ts'
import { CLOSE_MS, CONNECT_MS, makeInbox, WRITE_MS, type Connect, type Wait } from './connection.ts'

/** Raw printing: what is sent is printed as it is, and the printer answers on the same connection. */
const RAW_PORT = 9100

export interface TcpAddress {
  /** Name or address in the shop's network. */
  readonly host: string
  readonly port?: number
}

/** A printer on the network, by TCP. */
export function makeTcpConnect({ host, port = RAW_PORT }: TcpAddress, wait: Wait): Connect {
  return async () => {
    const socket = createConnection({ host, port, noDelay: true })
    const inbox = makeInbox(wait)
    socket.on('data', (bytes) => inbox.put(bytes))
    // An error is followed by the close, which is what counts.
    socket.on('error', () => undefined)
    const closed = new Promise<boolean>((resolve) => socket.once('close', () => resolve(false)))
    // The printer's last words can be read when it has hung up.
    socket.once('end', inbox.end)
    void closed.then(inbox.end)
    const opened = new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true)))

    if (!(await within(wait, CONNECT_MS, Promise.race([opened, closed]), false))) {
      socket.destroy()
      return null
    }
    return {
      answers: true,
      read: inbox.next,
      write: async (bytes) => {
        // TCP does not tell how much arrived: once handed to it, some may have.
        if (!socket.writable) return 'none'
        const taken = new Promise<boolean>((resolve) => socket.write(bytes, (cause) => resolve(!cause)))
        return (await within(wait, WRITE_MS, Promise.race([taken, closed]), false)) ? 'all' : 'some'
      },
      close: async () => {
        // To destroy it at once would throw away what a slow printer has not fetched yet.
        socket.end()
        await within(wait, CLOSE_MS, closed, false)
        socket.destroy()
      },
    }
  }
}
