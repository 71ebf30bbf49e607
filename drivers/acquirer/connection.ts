import { createConnection, isIP, type Socket } from 'node:net'
import { connect } from 'node:tls'
import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import { makeMailbox } from '../pipe/mailbox.ts'
import { makeFrameCutter } from './codec/frame.ts'

/** Where an acquirer’s host is. */
export interface AcquirerAddress {
  readonly host: string
  readonly port: number
  /** Null is a plain line, on which anybody reads card numbers: only for one that is the bank’s own from end to end. */
  readonly tls: AcquirerTls | null
}
export interface AcquirerTls {
  /** PEM of who vouches for the host, where that is the acquirer itself; null: who vouches for public servers. */
  readonly ca: string | null
  /** The name its certificate has to bear; null: the host of the address. */
  readonly name: string | null
}

/** A line to the host, open, for one exchange. */
export interface AcquirerConnection {
  /** False: not a byte left. */
  readonly send: (frame: Uint8Array) => boolean
  /** What the next frame’s length counts; null where none came by then. `gone`, `garbled`: no more will. */
  readonly next: (untilMs: number) => Promise<Uint8Array | 'gone' | 'garbled' | null>
  /** Resolves when it is. */
  readonly close: () => Promise<void>
}
/** Null where nobody is there, or not whom the settings want, or `noMore` was aborted; an open line dies with it. */
export type DialAcquirer = (noMore: AbortSignal) => Promise<AcquirerConnection | null>

/** Name look-up, TCP and TLS together. */
export const CONNECT_MS = 15_000
/** Frames that nobody has looked at: more is a host gone wild. */
const KEPT_MAX = 32

interface DialParts {
  readonly address: AcquirerAddress
  readonly lengthLimit: number
  readonly clock: Pick<Clock, 'wait' | 'elapsedMs'>
}

export function makeDialAcquirer({ address, lengthLimit, clock }: DialParts): DialAcquirer {
  return async (noMore) => {
    const socket = noMore.aborted ? null : socketTo(address)
    if (!socket) return null
    const inbox = makeMailbox<Uint8Array>(clock, KEPT_MAX)
    const cutter = makeFrameCutter(lengthLimit)
    let isGarbled = false
    socket.on('data', (bytes: Buffer) => {
      const { contents, trouble } = cutter.take(bytes)
      inbox.put(contents)
      if (trouble === null) return
      isGarbled = true
      socket.destroy()
    })
    // An error is followed by the close, which is what counts.
    socket.on('error', () => undefined)
    const destroy = () => void socket.destroy()
    noMore.addEventListener('abort', destroy)
    const closed = new Promise<false>((resolve) => {
      socket.once('close', () => {
        noMore.removeEventListener('abort', destroy)
        resolve(false)
      })
    })
    socket.once('end', inbox.end)
    void closed.then(inbox.end)
    const event = address.tls ? 'secureConnect' : 'connect'
    const opened = new Promise<true>((resolve) => socket.once(event, () => resolve(true)))
    const close = async () => {
      socket.destroy()
      await closed
    }
    if (!(await within(clock.wait, CONNECT_MS, Promise.race([opened, closed]), false))) {
      await close()
      return null
    }
    return {
      close,
      send: (frame) => {
        if (!socket.writable) return false
        socket.write(frame)
        return true
      },
      next: async (untilMs) => {
        const next = await inbox.next(untilMs)
        return next === 'gone' && isGarbled ? 'garbled' : next
      },
    }
  }
}

/** Null for what is no port, no certificate or no name. */
function socketTo({ host, port, tls }: AcquirerAddress): Socket | null {
  try {
    if (!tls) return createConnection({ host, port, noDelay: true })
    const name = tls.name ?? host
    return connect({
      ...{ host, port, minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(tls.ca !== null && { ca: tls.ca }) },
      // TLS asks for a name by a name only; an address is looked for in the certificate all the same.
      ...(isIP(name) === 0 && { servername: name }),
    }).setNoDelay(true)
  } catch {
    return null
  }
}
