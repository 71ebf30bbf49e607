import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { SmartCard } from '../../../drivers/gadget/smart-card.ts'

/** What is put into QEMU's own reader for chip cards, and taken out again. */
export interface CardFeed {
  /** At 127.0.0.1; QEMU connects to it. */
  readonly port: number
  readonly insert: (card: SmartCard) => void
  readonly remove: () => void
  readonly close: () => Promise<void>
}

/** Messages to and from QEMU's `ccid-card-passthru` (VSCMsgType of libcacard): type, reader and length before each. */
const [INIT, ATR, REMOVE, APDU] = [1, 5, 6, 7]
const HEADER_BYTES = 12
const MAGIC = Buffer.from('VSCD')
/** 0.0.2, as its macro has it. */
const VERSION = 2
const READER = 0

export async function makeCardFeed(): Promise<CardFeed> {
  let card: SmartCard | null = null
  let qemu: Socket | null = null
  const say = (type: number, data: Uint8Array = new Uint8Array(0)) => {
    const header = Buffer.alloc(HEADER_BYTES)
    for (const [at, value] of [type, READER, data.length].entries()) header.writeUInt32BE(value, 4 * at)
    qemu?.write(Buffer.concat([header, data]))
  }
  const server = createServer((socket) => {
    qemu = socket
    let came = Buffer.alloc(0)
    say(INIT, Buffer.concat([MAGIC, Buffer.from([0, 0, 0, VERSION]), Buffer.alloc(4)]))
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      came = Buffer.concat([came, chunk])
      while (came.length >= HEADER_BYTES && came.length >= HEADER_BYTES + came.readUInt32BE(8)) {
        const [type, end] = [came.readUInt32BE(0), HEADER_BYTES + came.readUInt32BE(8)]
        const data = came.subarray(HEADER_BYTES, end)
        came = came.subarray(end)
        // What comes over the contacts: this reader passes on what it was given, whatever the protocol.
        if (type === APDU && card) say(APDU, card.contact(Uint8Array.from(data)))
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    insert: (next) => {
      card = next
      next.reset()
      say(ATR, next.atr)
    },
    remove: () => {
      card = null
      say(REMOVE)
    },
    close: async () => {
      qemu?.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
