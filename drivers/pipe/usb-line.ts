import type { Clock } from '../clock/port.ts'
import type { ReadEndpoint } from '../gadget/descriptors.ts'
import { makeEnding, type Ending } from './ending.ts'
import type { ControlRequest, Sent, Silence, UsbLine } from './port.ts'
import { silenceOf } from './troubles.ts'

export type UsbDevice = Awaited<ReturnType<(typeof import('usb'))['usb']['getDevices']>>[number]

/** An interface that has been claimed. What its descriptors say is read before: a pending transfer locks the object. */
export interface Claimed {
  readonly device: UsbDevice
  readonly interfaceNumber: number
  readonly descriptor: Uint8Array
  readonly in: ReadEndpoint | null
  readonly out: ReadEndpoint | null
  readonly interrupt: ReadEndpoint | null
  /** Gives the interface back, to the kernel's driver too where it was taken from it, and closes the device. */
  readonly giveBack: () => Promise<void>
}

/** Bytes handed over at once: a piece that runs into its limit is lost sight of. */
const PIECE_BYTES = 4_096
/** The longest transfer in; a device that never ends one is heard in parts of this. */
const TRANSFER_BYTES = 16_384
/** Of a control transfer, ms. */
const CONTROL_MS = 1_000
/** Nothing can be given back while a transfer is pending, so a long wait is made of these, ms. */
export const SLICE_MS = 5_000

export interface UsbLineParts {
  readonly clock: Pick<Clock, 'elapsedMs'>
  readonly claimed: Claimed
  /** Told as well when it is seen to be unplugged. */
  readonly ending: Ending
}

export function makeUsbLine({ clock, claimed, ending }: UsbLineParts): UsbLine {
  const under = new Set<Promise<unknown>>()
  const heard = makeEnding()
  let closing: Promise<void> | null = null
  ending.onEnd(() => {
    if (!closing) heard.end()
  })
  const isOver = () => closing !== null || ending.isOver()
  const attempt: Attempt = async (transfer) => {
    const pending = transfer.catch((cause: unknown) => silenceOf(cause))
    under.add(pending)
    const end = await pending
    under.delete(pending)
    return end
  }
  const on: On = { ...claimed, attempt, isOver, elapsedMs: clock.elapsedMs, fail: ending.end }
  const close = async () => {
    await Promise.all([...under])
    await claimed.giveBack()
  }
  return {
    ...{ interfaceNumber: claimed.interfaceNumber, descriptor: claimed.descriptor, onEnd: heard.onEnd },
    send: (bytes, limitMs) => (claimed.out ? send(on, claimed.out, bytes, limitMs) : Promise.resolve('none')),
    receive: (limitMs) =>
      claimed.in ? receive(on, claimed.in, TRANSFER_BYTES, limitMs) : Promise.resolve<Silence>('stalled'),
    // One packet is one notification.
    notified: (limitMs) =>
      claimed.interrupt ? receive(on, claimed.interrupt, 1, limitMs) : Promise.resolve('unsupported'),
    ask: (request, bytes) => ask(on, request, bytes),
    tell: (request, bytes) => tell(on, request, bytes ?? new Uint8Array(0)),
    close: () => (closing ??= close()),
  }
}

type Attempt = <Value>(transfer: Promise<Value>) => Promise<Value | Silence>

interface On extends Claimed {
  readonly attempt: Attempt
  readonly isOver: () => boolean
  readonly elapsedMs: () => number
  readonly fail: () => void
}

async function send(on: On, out: ReadEndpoint, bytes: Uint8Array, limitMs: number): Promise<Sent> {
  const endsAt = on.elapsedMs() + limitMs
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const leftMs = Math.ceil(endsAt - on.elapsedMs())
    if (on.isOver() || leftMs < 1) return at === 0 ? 'none' : 'some'
    const piece = bytes.slice(at, at + PIECE_BYTES)
    const written = await on.attempt(on.device.nativeTransferOut(out.number, leftMs, piece))
    if (written === 'stalled') await on.attempt(on.device.clearHalt('out', out.number))
    if (written === 'gone') on.fail()
    if (written !== piece.length) return 'some'
  }
  return 'all'
}

/** Asks for a whole number of packets: what does not fit a shorter request is lost. */
async function receive(on: On, from: ReadEndpoint, bytes: number, limitMs: number): Promise<Uint8Array | Silence> {
  const length = Math.ceil(bytes / from.bytes) * from.bytes
  const endsAt = on.elapsedMs() + limitMs
  for (;;) {
    const leftMs = Math.ceil(endsAt - on.elapsedMs())
    if (on.isOver()) return 'gone'
    if (leftMs < 1) return 'late'
    const end = await on.attempt(on.device.nativeTransferIn(from.number, Math.min(leftMs, SLICE_MS), length))
    if (end === 'stalled') await on.attempt(on.device.clearHalt('in', from.number))
    if (end === 'gone') on.fail()
    if (end !== 'late') return end ?? new Uint8Array(0)
  }
}

const setupOf = (on: On, { type, request, value, indexHigh = 0 }: ControlRequest) =>
  ({ requestType: type, recipient: 'interface', request, value, index: (indexHigh << 8) | on.interfaceNumber }) as const

async function ask(on: On, request: ControlRequest, bytes: number): Promise<Uint8Array | null> {
  if (on.isOver()) return null
  const end = await on.attempt(on.device.nativeControlTransferIn(setupOf(on, request), CONTROL_MS, bytes))
  return typeof end === 'string' ? null : end
}

async function tell(on: On, request: ControlRequest, bytes: Uint8Array): Promise<boolean> {
  if (on.isOver()) return false
  const end = await on.attempt(on.device.nativeControlTransferOut(setupOf(on, request), CONTROL_MS, bytes))
  return end === bytes.length
}
