import { configurationDescriptor, deviceDescriptor } from './descriptors.ts'
import type { Gadget } from './port.ts'
import { makeQueue } from './queue.ts'

/**
 * A device of no class that does what a device may do and a driver must bear: it gives back what it is sent, and on
 * demand stalls, is silent, takes a part, or never stops.
 */
export interface OddGadget extends Gadget {
  readonly say: (transfer: Said) => void
  readonly notify: (transfer: Said) => void
  readonly mood: (mood: Mood) => void
  /** All that it took. */
  readonly taken: () => Uint8Array
  /** What it was asked by class and vendor requests. */
  readonly asked: () => readonly number[]
}

/**
 * `echo`: gives back what it takes · `deaf`: takes nothing (NAK) · `bite`: takes so many bytes, then nothing · `stall`:
 * refuses each transfer out · `endless`: has data at any time.
 */
export type Mood = 'echo' | 'deaf' | 'stall' | 'endless' | { readonly bite: number }

export interface OddMake {
  readonly vendor?: number
  readonly product?: number
  readonly serial?: string
  readonly packetBytes?: 64 | 512
  /** Class, subclass and protocol of its interface; a vendor's own, unless said. */
  readonly is?: readonly [number, number, number]
}

const [BULK, INTERRUPT] = [1, 2]
const VENDOR = [0xff, 0, 0] as const
const TAKEN_BYTES_MAX = 1_048_576
/** Its requests: gives as many bytes as asked, takes any, and stalls at all others. */
const [GIVE, TAKE] = [1, 2]
const FILL = 0xa5
type Said = Uint8Array | 'stalled'
const DONE = new Uint8Array(0)

export function makeOdd(make: OddMake = {}): OddGadget {
  const { vendor = 0x1209, product = 1, serial = 'ODD-1', packetBytes = 64, is = VENDOR } = make
  const [bulk, interrupt] = [makeQueue<Said>(), makeQueue<Said>()]
  const asked: number[] = []
  let taken = Buffer.alloc(0)
  let mood: Mood = 'echo'
  let changed = new AbortController()
  const keep = (bytes: Uint8Array) => {
    taken = Buffer.concat([taken, bytes]).subarray(0, TAKEN_BYTES_MAX)
  }
  const out = async (bytes: Uint8Array, stop: AbortSignal): Promise<'taken' | 'stalled'> => {
    if (mood === 'stall') return 'stalled'
    let rest = bytes
    while (mood === 'deaf' || typeof mood === 'object') {
      const bite: number = mood === 'deaf' ? 0 : mood.bite
      keep(rest.subarray(0, bite))
      rest = rest.subarray(bite)
      if (bite > 0) mood = 'deaf'
      if (rest.length === 0) return 'taken'
      await eitherOf(changed.signal, stop)
    }
    keep(rest)
    if (mood === 'echo') bulk.put(Uint8Array.from(rest))
    return 'taken'
  }
  const gadget: Gadget = {
    device: deviceDescriptor({ vendor, product, strings: [1, 2, 3] }),
    configuration: configurationDescriptor([
      {
        ...{ number: 0, is },
        endpoints: [
          { address: 0x80 | BULK, type: 'bulk', bytes: packetBytes },
          { address: BULK, type: 'bulk', bytes: packetBytes },
          { address: 0x80 | INTERRUPT, type: 'interrupt', bytes: 8, interval: packetBytes === 512 ? 4 : 1 },
        ],
      },
    ]),
    strings: ['cashier-station', 'Odd device', serial],
    speed: packetBytes === 512 ? 'high' : 'full',
    control: ({ request, length }, data) => {
      asked.push(request)
      if (request === GIVE) return new Uint8Array(length).fill(FILL)
      if (request === TAKE) keep(data)
      return request === TAKE ? DONE : null
    },
    out: (endpoint, bytes, stop) => (endpoint === BULK ? out(bytes, stop) : Promise.resolve('stalled')),
    in: (endpoint, bytes, stop) => {
      if (endpoint === INTERRUPT) return interrupt.next(stop)
      return mood === 'endless' ? Promise.resolve(new Uint8Array(bytes).fill(FILL)) : bulk.next(stop)
    },
  }
  return {
    ...{ ...gadget, say: bulk.put, notify: interrupt.put, taken: () => taken, asked: () => asked },
    mood: (next) => {
      mood = next
      changed.abort(new Error('another mood'))
      changed = new AbortController()
    },
  }
}

/** Until the first is aborted; rejects with the second. */
const eitherOf = (go: AbortSignal, stop: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    go.addEventListener('abort', () => resolve(), { once: true })
    stop.addEventListener('abort', () => reject(new Error('the host gave up')), { once: true })
  })
