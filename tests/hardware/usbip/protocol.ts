import type { Setup } from '../../../drivers/gadget/port.ts'

/**
 * USB over TCP as Linux speaks it (Documentation/usb/usbip_protocol.rst), version 1.1.1; all numbers big-endian. What a
 * host sends is read strictly: whatever is not of the protocol is a fault of the kernel's or of ours, and throws.
 */
const VERSION = 0x0111
const REQUEST_LIST = 0x8005
const REPLY_LIST = 0x0005
const REQUEST_IMPORT = 0x8003
const REPLY_IMPORT = 0x0003
const OPERATION_BYTES = 8
const BUS_ID_BYTES = 32
const PATH_BYTES = 256
const DEVICE_BYTES = 312

const SUBMIT = 1
const UNLINK = 2
const RETURN_SUBMIT = 3
const RETURN_UNLINK = 4
export const COMMAND_BYTES = 48
const HEAD_BYTES = 20
/** No transfer of Linux's is longer. */
export const TRANSFER_BYTES_MAX = 1_048_576

/** Ends of a transfer, as Linux numbers them (Documentation/driver-api/usb/error-codes.rst). */
export const STATUS = { ok: 0, stalled: -32, overflow: -75, unlinked: -104, gone: -108 } as const

export type Operation = { readonly ask: 'list' } | { readonly ask: 'import'; readonly busId: string }

/** How many bytes an operation has, by its first eight. */
export function operationBytes(head: Buffer): number {
  const [version, code, status] = [head.readUInt16BE(0), head.readUInt16BE(2), head.readUInt32BE(4)]
  if (version !== VERSION) throw new Error(`version ${version.toString(16)} of USB/IP`)
  if (status !== 0) throw new Error(`a request with the status ${status}`)
  if (code === REQUEST_LIST) return OPERATION_BYTES
  if (code === REQUEST_IMPORT) return OPERATION_BYTES + BUS_ID_BYTES
  throw new Error(`no operation: ${code.toString(16)}`)
}

export function readOperation(bytes: Buffer): Operation {
  if (bytes.readUInt16BE(2) === REQUEST_LIST) return { ask: 'list' }
  const id = bytes.subarray(OPERATION_BYTES, OPERATION_BYTES + BUS_ID_BYTES)
  const end = id.indexOf(0)
  if (end < 1) throw new Error('a bus id without an end')
  return { ask: 'import', busId: id.toString('latin1', 0, end) }
}
export { OPERATION_BYTES }

export interface Exported {
  readonly busId: string
  /** Number of the device on its bus; with bus 1 it is the device id of commands. */
  readonly number: number
  readonly speed: 'full' | 'high'
  /** Its device and configuration descriptors. */
  readonly device: Uint8Array
  readonly configuration: Uint8Array
}
/** `usb_device_speed` of Linux. */
const SPEEDS = { full: 2, high: 3 } as const
const BUS = 1
export const deviceIdOf = ({ number }: Pick<Exported, 'number'>): number => (BUS << 16) | number

/** Null refuses: there is no such device, or somebody has it. */
export function importReply(exported: Exported | null): Buffer {
  const head = Buffer.alloc(OPERATION_BYTES)
  head.writeUInt16BE(VERSION, 0)
  head.writeUInt16BE(REPLY_IMPORT, 2)
  head.writeUInt32BE(exported ? 0 : 1, 4)
  return exported ? Buffer.concat([head, deviceBytes(exported)]) : head
}

export function listReply(all: readonly Exported[]): Buffer {
  const head = Buffer.alloc(OPERATION_BYTES + 4)
  head.writeUInt16BE(VERSION, 0)
  head.writeUInt16BE(REPLY_LIST, 2)
  head.writeUInt32BE(all.length, OPERATION_BYTES)
  return Buffer.concat([head, ...all.flatMap((each) => [deviceBytes(each), interfaceBytes(each)])])
}

function deviceBytes({ busId, number, speed, device, configuration }: Exported): Buffer {
  const bytes = Buffer.alloc(DEVICE_BYTES)
  bytes.write(`/sys/devices/station/usb${BUS}/${busId}`, 0, PATH_BYTES - 1, 'latin1')
  bytes.write(busId, PATH_BYTES, BUS_ID_BYTES - 1, 'latin1')
  const at = PATH_BYTES + BUS_ID_BYTES
  bytes.writeUInt32BE(BUS, at)
  bytes.writeUInt32BE(number, at + 4)
  bytes.writeUInt32BE(SPEEDS[speed], at + 8)
  const said = Buffer.from(device)
  // Vendor, product and release, little-endian in the descriptor.
  for (const [field, offset] of [8, 10, 12].entries())
    bytes.writeUInt16BE(said.readUInt16LE(offset), at + 12 + field * 2)
  const [, , , , interfaces = 0, value = 0] = configuration
  bytes.set([said.readUInt8(4), said.readUInt8(5), said.readUInt8(6), value, said.readUInt8(17), interfaces], at + 18)
  return bytes
}

/** Four bytes for each interface: class, subclass, protocol, padding. */
function interfaceBytes({ configuration }: Exported): Buffer {
  const [, , , , interfaces = 0] = configuration
  const found: number[] = []
  for (let at = 0; at + 8 < configuration.length; at += Math.max(configuration[at] ?? 0, 1)) {
    const isFirst = configuration[at + 1] === 4 && configuration[at + 3] === 0
    if (isFirst) found.push(...configuration.subarray(at + 5, at + 8), 0)
  }
  return Buffer.concat([Buffer.from(found), Buffer.alloc(interfaces * 4)], interfaces * 4)
}

export type Command = Submit | Unlink
export interface Submit {
  readonly is: 'submit'
  readonly seqnum: number
  readonly deviceId: number
  readonly direction: 'in' | 'out'
  readonly endpoint: number
  /** Bytes that follow (out), or that there is room for (in). */
  readonly length: number
  readonly setup: Setup
}
export interface Unlink {
  readonly is: 'unlink'
  readonly seqnum: number
  readonly deviceId: number
  /** The submit that is to be given up. */
  readonly of: number
}

export function readCommand(bytes: Buffer): Command {
  const [command, seqnum, deviceId] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4), bytes.readUInt32BE(8)]
  if (command === UNLINK) return { is: 'unlink', seqnum, deviceId, of: bytes.readUInt32BE(HEAD_BYTES) }
  if (command !== SUBMIT) throw new Error(`no command: ${command}`)
  const [direction, endpoint, length] = [bytes.readUInt32BE(12), bytes.readUInt32BE(16), bytes.readInt32BE(24)]
  if (direction > 1 || endpoint > 15) throw new Error(`endpoint ${endpoint}, direction ${direction}`)
  if (length < 0 || length > TRANSFER_BYTES_MAX) throw new Error(`a transfer of ${length} bytes`)
  return {
    ...{ is: 'submit', seqnum, deviceId, direction: direction === 1 ? 'in' : 'out', endpoint, length },
    setup: {
      ...{ requestType: bytes.readUInt8(40), request: bytes.readUInt8(41), value: bytes.readUInt16LE(42) },
      ...{ index: bytes.readUInt16LE(44), length: bytes.readUInt16LE(46) },
    },
  }
}

/** `length`: of what was taken, where nothing comes back. */
export function submitReply(seqnum: number, status: number, data: Uint8Array, length = data.length): Buffer {
  const bytes = Buffer.alloc(COMMAND_BYTES)
  bytes.writeUInt32BE(RETURN_SUBMIT, 0)
  bytes.writeUInt32BE(seqnum, 4)
  bytes.writeInt32BE(status, HEAD_BYTES)
  bytes.writeUInt32BE(length, HEAD_BYTES + 4)
  return Buffer.concat([bytes, data])
}

/** `unlinked`, or `ok`: it had ended before, and its reply is on its way. */
export function unlinkReply(seqnum: number, status: number): Buffer {
  const bytes = Buffer.alloc(COMMAND_BYTES)
  bytes.writeUInt32BE(RETURN_UNLINK, 0)
  bytes.writeUInt32BE(seqnum, 4)
  bytes.writeInt32BE(status, HEAD_BYTES)
  return bytes
}
