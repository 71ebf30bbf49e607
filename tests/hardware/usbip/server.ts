import { createServer, type Socket } from 'node:net'
import type { Gadget } from '../../../drivers/gadget/port.ts'
import { makeControlPipe, type ControlPipe, type Meddle } from './control.ts'
import { makeEndpoints, type Endpoints } from './endpoints.ts'
import { deviceIdOf, importReply, listReply, STATUS, submitReply, unlinkReply } from './protocol.ts'
import type { Command, Exported, Submit } from './protocol.ts'
import { makeReader } from './reader.ts'

/** Gadgets on loopback for kernels to attach. */
export interface UsbIpServer {
  readonly port: number
  readonly add: (gadget: Gadget, meddle?: Meddle) => Socketed
  /** What broke the protocol, or in a gadget; a bench with any has failed. */
  readonly faults: readonly string[]
  readonly close: () => Promise<void>
}

export interface Socketed {
  /** By which a kernel asks for it. */
  readonly busId: string
  /** Its number on the bus here, which makes the device id. */
  readonly number: number
  /** Pulls it out; from a kernel that has it, too. */
  readonly unplug: () => void
}

interface Held extends Exported {
  readonly gadget: Gadget
  readonly meddle: Meddle | undefined
  socket: Socket | null
}

export async function serveGadgets(): Promise<UsbIpServer> {
  const held = new Map<string, Held>()
  const faults: string[] = []
  const sockets = new Set<Socket>()
  let last = 1
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    serve(socket, held, (fault) => faults.push(fault))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    faults,
    port: typeof address === 'object' && address ? address.port : 0,
    add: (gadget, meddle) => {
      const number = ++last
      const busId = `1-${number}`
      const { speed, device, configuration } = gadget
      const one: Held = { busId, number, speed, device, configuration, gadget, meddle, socket: null }
      held.set(busId, one)
      const unplug = () => {
        held.delete(busId)
        one.socket?.destroy()
      }
      return { busId, number, unplug }
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function serve(socket: Socket, held: ReadonlyMap<string, Held>, fault: (sentence: string) => void) {
  let device: Imported | null = null
  const reader = makeReader({
    onOperation: (operation) => {
      if (operation.ask === 'list') {
        socket.end(listReply([...held.values()]))
        return
      }
      const one = held.get(operation.busId) ?? null
      const free = one?.socket === null ? one : null
      socket.write(importReply(free))
      if (!free) return
      free.socket = socket
      device = imported(free, socket, fault)
      reader.turnToCommands()
    },
    onCommand: (command, data) => device?.take(command, data),
  })
  socket.on('data', (chunk: Buffer) => {
    try {
      reader.take(chunk)
    } catch (cause) {
      fault(String(cause))
      socket.destroy()
    }
  })
  socket.on('close', () => device?.end())
}

interface Imported {
  readonly take: (command: Command, data: Buffer) => void
  readonly end: () => void
}

function imported(one: Held, socket: Socket, fault: (sentence: string) => void): Imported {
  const endpoints = makeEndpoints(one.gadget)
  const { meddle } = one
  const control = makeControlPipe({ gadget: one.gadget, ...endpoints, ...(meddle ? { meddle } : {}) })
  const say = (bytes: Buffer) => {
    if (!socket.destroyed) socket.write(bytes)
  }
  const silent = new Set<number>()
  return {
    end: () => {
      endpoints.end()
      one.socket = null
    },
    take: (command, data) => {
      if (command.deviceId !== deviceIdOf(one)) throw new Error(`device ${command.deviceId} is not ${deviceIdOf(one)}`)
      if (command.is === 'unlink') {
        const isPending = silent.delete(command.of) || endpoints.unlink(command.of)
        say(unlinkReply(command.seqnum, isPending ? STATUS.unlinked : STATUS.ok))
        return
      }
      if (command.endpoint === 0) {
        const reply = controlReply(command, data, control)
        if (reply) say(reply)
        else silent.add(command.seqnum)
        return
      }
      transferReply(command, data, endpoints).then(
        (reply) => {
          if (reply) say(reply)
        },
        (cause: unknown) => {
          fault(`${one.busId}: ${String(cause)}`)
          socket.destroy()
        },
      )
    },
  }
}

function controlReply(submit: Submit, data: Buffer, control: ControlPipe): Buffer | null {
  const said = control.answer(submit.setup, data)
  if (said === 'silence') return null
  if (said === null) return submitReply(submit.seqnum, STATUS.stalled, Buffer.alloc(0))
  if (submit.direction === 'out') return submitReply(submit.seqnum, STATUS.ok, Buffer.alloc(0), data.length)
  return submitReply(submit.seqnum, STATUS.ok, said.subarray(0, submit.length))
}

async function transferReply(submit: Submit, data: Buffer, endpoints: Endpoints): Promise<Buffer | null> {
  const end = await endpoints.submit(submit, data)
  return end && submitReply(submit.seqnum, end.status, end.data, end.length)
}
