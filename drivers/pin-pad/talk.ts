import type { Linked, PadLink } from './link.ts'
import type { PadTrouble, PinPadStatus } from './port.ts'
import { packetOf, readPacket, type Packet, type ReadPacket, type Values } from './profile.ts'

/** Packets of a profile to a pad and its answers. */
export interface Talk {
  readonly ask: <Word extends string>(packet: Packet<Word>, values: Values, limits?: Limits) => Promise<Told<Word>>
  /** Done when the pad has it. */
  readonly tell: (packet: Packet<never>, values: Values) => Promise<'done' | PadTrouble>
  readonly interrupt: (packet: Packet<never>) => void
}
interface Limits {
  readonly limitMs: number
  /** A value that the answer has to give back, so that it is the answer to this. */
  readonly echo: string
}
export type Told<Word extends string> = ReadPacket<Word> | { readonly trouble: PadTrouble }

/** A pad answers at once what needs no person. */
const ANSWER_MS = 5_000

const TROUBLES: Readonly<Record<Exclude<Linked<never>['is'], 'answer'>, PadTrouble>> = {
  ...{ gone: 'gone', silent: 'gone', garbled: 'garbled', ended: 'refused', late: 'unknown', acknowledged: 'unknown' },
}

export function makeTalk(link: PadLink, turn: (status: PinPadStatus) => void): Talk {
  const saw = ({ is }: Linked<unknown>) => {
    if (is !== 'gone') turn(is === 'silent' ? 'silent' : 'ready')
  }
  return {
    ask: async <Word extends string>(packet: Packet<Word>, values: Values, limits?: Limits): Promise<Told<Word>> => {
      const read = (message: Uint8Array) => {
        const answer = readPacket(packet, textOf(message))
        const isOurs = !limits || answer?.values[limits.echo] === values[limits.echo]
        return isOurs ? answer : null
      }
      const message = bytesOf(packetOf(packet.asks, values))
      const linked = await link.exchange({ message, read, limitMs: limits?.limitMs ?? ANSWER_MS })
      saw(linked)
      return linked.is === 'answer' ? linked.value : { trouble: TROUBLES[linked.is] }
    },
    tell: async (packet, values) => {
      const linked = await link.exchange<never>({ message: bytesOf(packetOf(packet.asks, values)), limitMs: 0 })
      saw(linked)
      if (linked.is === 'acknowledged') return 'done'
      return linked.is === 'answer' ? 'unknown' : TROUBLES[linked.is]
    },
    interrupt: ({ asks }) => link.interrupt(bytesOf(packetOf(asks, {}))),
  }
}

/** One sign a byte: what is beyond is shown in the encoding of the pad’s screen, which the caller has made of it. */
export const bytesOf = (packet: string): Uint8Array => Buffer.from(packet, 'latin1')
const textOf = (message: Uint8Array): string => Buffer.from(message).toString('latin1')
