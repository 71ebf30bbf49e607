import type { Gadget } from '../../../drivers/gadget/port.ts'
import { STATUS, type Submit } from './protocol.ts'

/** How a transfer ended; null: it was given up, and no reply is due. */
export interface Ended {
  readonly status: number
  readonly data: Uint8Array
  readonly length: number
}

export interface Endpoints {
  /** Takes its turn: on each pipe one transfer after the other, as on a bus. */
  readonly submit: (submit: Submit, data: Uint8Array) => Promise<Ended | null>
  /** False: it has ended before. */
  readonly unlink: (seqnum: number) => boolean
  readonly unhalt: (address: number) => void
  readonly isHalted: (address: number) => boolean
  /** It is pulled out. */
  readonly end: () => void
}

const NOTHING = new Uint8Array(0)
const TO_HOST = 0x80

export function makeEndpoints(gadget: Gadget): Endpoints {
  const halted = new Set<number>()
  const turns = new Map<number, Promise<unknown>>()
  const under = new Map<number, AbortController>()
  const addressOf = ({ endpoint, direction }: Submit) => endpoint | (direction === 'in' ? TO_HOST : 0)
  const transfer = async (submit: Submit, data: Uint8Array, stop: AbortSignal): Promise<Ended> => {
    const address = addressOf(submit)
    const stalled = { status: STATUS.stalled, data: NOTHING, length: 0 }
    if (halted.has(address)) return stalled
    const end =
      submit.direction === 'in'
        ? await gadget.in(submit.endpoint, submit.length, stop)
        : await gadget.out(submit.endpoint, data, stop)
    if (end === 'stalled') {
      // Until the host clears it (USB 2.0, 5.8.5).
      halted.add(address)
      return stalled
    }
    if (end === 'taken') return { status: STATUS.ok, data: NOTHING, length: data.length }
    // More than there is room for: babble.
    if (end.length > submit.length) return { status: STATUS.overflow, data: NOTHING, length: 0 }
    return { status: STATUS.ok, data: end, length: end.length }
  }
  return {
    submit: async (submit, data) => {
      const address = addressOf(submit)
      const stopping = new AbortController()
      under.set(submit.seqnum, stopping)
      const before = turns.get(address) ?? Promise.resolve()
      const turn = before.then(() =>
        stopping.signal.aborted ? null : until(transfer(submit, data, stopping.signal), stopping.signal),
      )
      turns.set(address, turn)
      const end = await turn
      // What was given up in the last moment has been answered as such.
      return under.delete(submit.seqnum) ? end : null
    },
    unlink: (seqnum) => {
      const stopping = under.get(seqnum)
      under.delete(seqnum)
      stopping?.abort(new Error('unlinked'))
      return stopping !== undefined
    },
    unhalt: (address) => void halted.delete(address),
    isHalted: (address) => halted.has(address),
    end: () => {
      for (const stopping of under.values()) stopping.abort(new Error('pulled out'))
      under.clear()
    },
  }
}

/** The end of a transfer, or null as soon as it is stopped. */
function until(transfer: Promise<Ended>, stop: AbortSignal): Promise<Ended | null> {
  const stopped = new Promise<null>((resolve) => stop.addEventListener('abort', () => resolve(null), { once: true }))
  const ended = transfer.catch((cause: unknown) => {
    if (stop.aborted) return null
    throw cause
  })
  return Promise.race([ended, stopped])
}
