import { connect, type Socket } from 'node:net'
import type { SmartCard } from '../../../drivers/gadget/smart-card.ts'

/** The far end of vpcd, a driver of pcscd whose cards are programs: a card is in as long as it is connected. */
export interface VpcdCard {
  readonly insert: (card: SmartCard) => void
  readonly remove: () => void
}

/** Messages of one byte; all longer ones are commands to the card. Before each is its length, two bytes, high first. */
const [OFF, ON, RESET, ATR] = [0, 1, 2, 4]
const LENGTH_BYTES = 2

/** Until it listens, and where it lets go, it is tried again, ms. */
const AGAIN_MS = 300

/** `port`: at 127.0.0.1, which leads to the one that it listens at. */
export function makeVpcdCard(port: number): VpcdCard {
  let inside: SmartCard | null = null
  let socket: Socket | null = null
  const join = (card: SmartCard) => {
    if (inside !== card) return
    socket = connect(port, '127.0.0.1')
    serve(socket, card)
    socket.on('close', () => setTimeout(() => join(card), AGAIN_MS))
  }
  return {
    insert: (card) => {
      inside = card
      join(card)
    },
    remove: () => {
      inside = null
      socket?.destroy()
    },
  }
}

function serve(socket: Socket, card: SmartCard): void {
  let came = Buffer.alloc(0)
  const say = (bytes: Uint8Array) => {
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt16BE(bytes.length)
    socket.write(Buffer.concat([length, bytes]))
  }
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    came = Buffer.concat([came, chunk])
    while (came.length >= LENGTH_BYTES && came.length >= LENGTH_BYTES + came.readUInt16BE(0)) {
      const end = LENGTH_BYTES + came.readUInt16BE(0)
      const message = came.subarray(LENGTH_BYTES, end)
      came = came.subarray(end)
      const [order] = message
      if (message.length > 1) say(answerOf(card, Uint8Array.from(message)))
      else if (order === ATR) say(card.atr)
      else if (order === ON || order === RESET || order === OFF) card.reset()
    }
  })
}

/** The service passes on what a card of T=0 is sent as it is, and a whole command where it would do T=1 itself. */
const answerOf = (card: SmartCard, command: Uint8Array): Uint8Array =>
  card.protocol === 0 ? card.contact(command) : card.apdu(command)
