import { makeFirmware, type Firmware } from '#drivers/printer/firmware'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A receipt printer on a port of this machine, as it would stand in a shop's network. */
export interface NetworkPrinter {
  readonly port: number
  readonly firmware: Firmware
  /** Nobody listens there any more. */
  readonly unplug: () => Promise<void>
}

/** `meets` may spoil each piece of bytes that comes. */
export async function startNetworkPrinter(
  columns: number,
  meets: (socket: Socket, bytes: Buffer) => 'go-on' | 'spoilt' = () => 'go-on',
): Promise<NetworkPrinter> {
  const firmware = makeFirmware(columns)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    firmware.connected()
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      // A byte at a time, as it may come.
      if (meets(socket, bytes) === 'go-on') for (const byte of bytes) socket.write(firmware.take(Buffer.from([byte])))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port, so it has one
  const unplug = async () => {
    for (const socket of sockets) socket.destroy()
    if (!server.listening) return
    server.close()
    await once(server, 'close')
  }
  return { port, firmware, unplug }
}
