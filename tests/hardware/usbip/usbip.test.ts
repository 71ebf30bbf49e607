import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeOdd, type OddGadget } from '../../../drivers/gadget/odd.ts'
import { makeControlPipe } from './control.ts'
import { operationBytes, readCommand, readOperation, STATUS, TRANSFER_BYTES_MAX } from './protocol.ts'
import { makeReader } from './reader.ts'
import { serveGadgets, type Socketed, type UsbIpServer } from './server.ts'

/** Written here from the kernel's document, not by our own codec: what a host sends. */
const IMPORT = (busId: string) =>
  Buffer.concat([Buffer.from('0111800300000000', 'hex'), Buffer.from(busId.padEnd(32, '\0'), 'latin1')])
interface Sent {
  readonly seqnum: number
  readonly device: number
  readonly direction?: 0 | 1
  readonly endpoint?: number
  readonly length?: number
  readonly setup?: string
}
function submit({ seqnum, device, direction = 0, endpoint = 1, length = 0, setup = '' }: Sent): Buffer {
  const bytes = Buffer.alloc(48)
  for (const [at, word] of [1, seqnum, device, direction, endpoint, 0, length].entries())
    bytes.writeUInt32BE(word, at * 4)
  bytes.set(Buffer.from(setup, 'hex'), 40)
  return bytes
}
function unlink(seqnum: number, device: number, of: number): Buffer {
  const bytes = Buffer.alloc(48)
  for (const [at, word] of [2, seqnum, device, 0, 0, of].entries()) bytes.writeUInt32BE(word, at * 4)
  return bytes
}

describe('USB/IP, read', () => {
  it('operations, whole and by their length', () => {
    expect(operationBytes(Buffer.from('0111800500000000', 'hex'))).toBe(8)
    expect(operationBytes(IMPORT('1-2'))).toBe(40)
    expect(readOperation(IMPORT('1-2'))).toEqual({ ask: 'import', busId: '1-2' })
  })

  it.each(['0106800300000000', '0111000300000000', '0111800300000001'])('refuses the operation %s', (head) => {
    expect(() => operationBytes(Buffer.from(head, 'hex'))).toThrow()
  })

  it('commands of the document', () => {
    expect(readCommand(submit({ seqnum: 7, device: 65_538, direction: 1, endpoint: 2, length: 64 }))).toMatchObject({
      ...{ is: 'submit', seqnum: 7, deviceId: 65_538, direction: 'in', endpoint: 2, length: 64 },
    })
    const setup = { requestType: 0x80, request: 6, value: 0x0100, index: 0, length: 64 }
    expect(readCommand(submit({ seqnum: 8, device: 1, setup: '8006000100004000' }))).toMatchObject({ setup })
    expect(readCommand(unlink(9, 1, 7))).toEqual({ is: 'unlink', seqnum: 9, deviceId: 1, of: 7 })
  })

  it.each([
    { seqnum: 1, device: 1, endpoint: 16 },
    { seqnum: 1, device: 1, direction: 2 as 1 },
    { seqnum: 1, device: 1, length: TRANSFER_BYTES_MAX + 1 },
  ])('refuses a transfer that can not be: %j', (sent) => {
    expect(() => readCommand(submit(sent))).toThrow()
  })

  it('in chunks that are cut anywhere', () => {
    const out = Buffer.concat([submit({ seqnum: 1, device: 1, length: 3 }), Buffer.from('abc'), unlink(2, 1, 1)])
    for (let cut = 1; cut < out.length; cut++) {
      const heard: string[] = []
      const reader = makeReader({
        onOperation: () => undefined,
        onCommand: ({ is }, data) => heard.push(`${is} ${data.toString()}`),
      })
      reader.turnToCommands()
      reader.take(out.subarray(0, cut))
      reader.take(out.subarray(cut))
      expect(heard).toEqual(['submit abc', 'unlink '])
    }
  })
})

describe('the control pipe', () => {
  const answer = (setup: string, isHalted = false) => {
    const cleared: number[] = []
    const pipe = makeControlPipe({
      ...{ gadget: makeOdd(), unhalt: (address: number) => void cleared.push(address), isHalted: () => isHalted },
    })
    const bytes = Buffer.from(setup, 'hex')
    const read = { requestType: bytes.readUInt8(0), request: bytes.readUInt8(1), value: bytes.readUInt16LE(2) }
    const said = pipe.answer({ ...read, index: bytes.readUInt16LE(4), length: bytes.readUInt16LE(6) }, Buffer.alloc(0))
    return { said: said instanceof Uint8Array ? Buffer.from(said).toString('hex') : said, cleared }
  }

  it.each([
    ['the device descriptor, as much as asked', '8006000100000800', '1201000200000040'],
    ['a string', '8006030309040600', '0c034f004400'],
    ['its languages', '800600030904ff00', '04030904'],
    ['no such string', '8006090309040600', null],
    ['no such descriptor', '8006000f00000600', null],
    ['the configuration it is in', '8008000000000100', '00'],
    ['a configuration it has not', '0009020000000000', null],
    ['a setting it has not', '010b010000000000', null],
    ['a report descriptor, which it has not', '8106002200004000', null],
    ['a request of the vendor', 'c001000000000200', 'a5a5'],
    ['a request nobody knows', '8055000000000200', null],
  ])('answers with %s', (_, setup, said) => {
    expect(answer(setup).said).toBe(said)
  })

  it('tells of a halt and clears it', () => {
    expect(answer('8200000081000200', true).said).toBe('0100')
    expect(answer('0201000081000000').cleared).toEqual([0x81])
  })
})

describe('a gadget behind USB/IP', () => {
  let server: UsbIpServer
  let odd: OddGadget
  let plug: Socketed
  let socket: Socket
  let said: Buffer
  beforeEach(async () => {
    server = await serveGadgets()
    odd = makeOdd()
    plug = server.add(odd)
    socket = await begin()
  })
  afterEach(async () => {
    socket.destroy()
    await server.close()
  })
  const begin = () =>
    new Promise<Socket>((resolve) => {
      said = Buffer.alloc(0)
      const begun = connect(server.port, '127.0.0.1', () => resolve(begun))
      begun.on('data', (chunk: Buffer) => (said = Buffer.concat([said, chunk])))
      begun.on('error', () => undefined)
    })
  const next = async (bytes: number): Promise<Buffer> => {
    await expect.poll(() => said.length).toBeGreaterThanOrEqual(bytes)
    const piece = said.subarray(0, bytes)
    said = said.subarray(bytes)
    return piece
  }
  const imported = async () => {
    socket.write(IMPORT(plug.busId))
    await next(8 + 312)
    return (1 << 16) | plug.number
  }
  const replied = async (bytes = 0) => {
    const head = await next(48)
    const [kind, seqnum] = [head.readUInt32BE(0), head.readUInt32BE(4)]
    return { kind, seqnum, status: head.readInt32BE(20), length: head.readUInt32BE(24), data: await next(bytes) }
  }

  it('is listed and imported once', async () => {
    socket.write(Buffer.from('0111800500000000', 'hex'))
    const list = await next(12 + 312 + 4)
    expect([list.readUInt16BE(2), list.readUInt32BE(8)]).toEqual([5, 1])
    expect(list.subarray(12 + 312).toString('hex')).toBe('ff000000')
    socket = await begin()
    socket.write(IMPORT(plug.busId))
    const got = await next(8 + 312)
    expect([got.readUInt16BE(2), got.readUInt32BE(4)]).toEqual([3, 0])
    expect(got.toString('latin1', 8 + 256, 8 + 256 + plug.busId.length)).toBe(plug.busId)
    expect([got.readUInt16BE(8 + 300), got.readUInt16BE(8 + 302)]).toEqual([0x1209, 1])
    const first = socket
    socket = await begin()
    socket.write(IMPORT(plug.busId))
    expect((await next(8)).readUInt32BE(4)).toBe(1)
    first.destroy()
  })

  it('takes and gives, and waits until there is something', async () => {
    const device = await imported()
    socket.write(submit({ seqnum: 1, device, direction: 1, length: 64 }))
    socket.write(Buffer.concat([submit({ seqnum: 2, device, length: 2 }), Buffer.from('hi')]))
    // In whichever order: the one with data is longer.
    const both = await next(48 + 48 + 2)
    const from = both.readUInt32BE(4) === 1 ? 0 : 48
    const got = both.subarray(from, from + 50)
    expect([got.readUInt32BE(0), got.readUInt32BE(4), got.readUInt32BE(24)]).toEqual([3, 1, 2])
    expect(got.toString('latin1', 48)).toBe('hi')
    const taken = Buffer.concat([both.subarray(0, from), both.subarray(from + 50)])
    expect([taken.readUInt32BE(0), taken.readUInt32BE(4), taken.readUInt32BE(24)]).toEqual([3, 2, 2])
    expect(odd.taken().toString()).toBe('hi')
  })

  it('gives up what is unlinked, and nothing is lost by that', async () => {
    const device = await imported()
    socket.write(submit({ seqnum: 1, device, direction: 1, length: 64 }))
    socket.write(submit({ seqnum: 2, device, direction: 1, length: 64 }))
    socket.write(unlink(3, device, 1))
    expect(await replied()).toMatchObject({ kind: 4, seqnum: 3, status: STATUS.unlinked })
    odd.say(Buffer.from('kept'))
    const got = await replied(4)
    expect([got.seqnum, got.data.toString()]).toEqual([2, 'kept'])
    socket.write(unlink(4, device, 2))
    expect(await replied()).toMatchObject({ kind: 4, seqnum: 4, status: 0 })
  })

  it('takes nothing any more of what is unlinked', async () => {
    const device = await imported()
    odd.mood('deaf')
    socket.write(Buffer.concat([submit({ seqnum: 1, device, length: 2 }), Buffer.from('no'), unlink(2, device, 1)]))
    expect(await replied()).toMatchObject({ kind: 4, seqnum: 2, status: STATUS.unlinked })
    odd.mood('echo')
    socket.write(Buffer.concat([submit({ seqnum: 3, device, length: 3 }), Buffer.from('yes')]))
    expect(await replied()).toMatchObject({ kind: 3, seqnum: 3, status: 0, length: 3 })
    expect(odd.taken().toString()).toBe('yes')
  })

  it('is halted by a stall until that is cleared', async () => {
    const device = await imported()
    odd.say('stalled')
    odd.say(Buffer.from('x'))
    for (const seqnum of [1, 2]) {
      socket.write(submit({ seqnum, device, direction: 1, length: 64 }))
      expect(await replied()).toMatchObject({ seqnum, status: STATUS.stalled })
    }
    socket.write(submit({ seqnum: 3, device, endpoint: 0, setup: '0201000081000000' }))
    expect(await replied()).toMatchObject({ seqnum: 3, status: 0 })
    socket.write(submit({ seqnum: 4, device, direction: 1, length: 64 }))
    expect((await replied(1)).data.toString()).toBe('x')
  })

  it('that says more than there is room for is babbling', async () => {
    const device = await imported()
    odd.say(Buffer.alloc(65))
    socket.write(submit({ seqnum: 1, device, direction: 1, length: 64 }))
    expect(await replied()).toMatchObject({ status: STATUS.overflow, length: 0 })
  })

  it('is gone when it is pulled out, and a host that breaks the protocol is cut off and told of', async () => {
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await imported()
    plug.unplug()
    await closed
    socket = await begin()
    const cut = new Promise((resolve) => socket.once('close', resolve))
    socket.write(Buffer.alloc(40))
    await cut
    expect(server.faults).toHaveLength(1)
  })
})
