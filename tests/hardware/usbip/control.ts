import { readInterfaces } from '../../../drivers/gadget/descriptors.ts'
import type { Gadget, Setup } from '../../../drivers/gadget/port.ts'

/**
 * The control pipe of a gadget: the requests of chapter 9 of USB 2.0 answered from its descriptors, all others by
 * itself. Null stalls, as a device does that does not know a request.
 */
export interface ControlPipe {
  readonly answer: (setup: Setup, data: Uint8Array) => Uint8Array | 'silence' | null
}

/** What a device says in the place of the truth; undefined: the truth. `silence`: it never answers. */
export type Meddle = (setup: Setup) => Uint8Array | 'silence' | null | undefined

export interface ControlParts {
  readonly gadget: Gadget
  readonly meddle?: Meddle
  /** Of an endpoint that had stalled: works again (9.4.1). */
  readonly unhalt: (address: number) => void
  readonly isHalted: (address: number) => boolean
}

const REQUEST = { status: 0, clear: 1, set: 3, descriptor: 6, configuration: 8, setConfiguration: 9 } as const
const [GET_INTERFACE, SET_INTERFACE] = [10, 11]
const DESCRIPTOR = { device: 1, configuration: 2, string: 3, hid: 0x21, report: 0x22 } as const
const TYPE_BITS = 0x60
const RECIPIENT_BITS = 0x1f
const [INTERFACE, ENDPOINT] = [1, 2]
const DONE = new Uint8Array(0)
const ENGLISH = Uint8Array.of(4, DESCRIPTOR.string, 0x09, 0x04)
/** The most a string descriptor can hold (9.6.7): its length is a byte. */
const STRING_CHARACTERS_MAX = 126

export function makeControlPipe(parts: ControlParts): ControlPipe {
  let configured = 0
  const settings = new Map<number, number>()
  const standard = (setup: Setup): Uint8Array | null => {
    const recipient = setup.requestType & RECIPIENT_BITS
    switch (setup.request) {
      case REQUEST.descriptor:
        return descriptor(parts.gadget, setup, recipient)
      case REQUEST.configuration:
        return Uint8Array.of(configured)
      case REQUEST.setConfiguration:
        configured = setup.value
        return setup.value === 0 || setup.value === parts.gadget.configuration[5] ? DONE : null
      case REQUEST.status:
        return Uint8Array.of(recipient === ENDPOINT && parts.isHalted(setup.index) ? 1 : 0, 0)
      case REQUEST.clear:
        // Feature 0 of an endpoint is its halt.
        if (recipient === ENDPOINT && setup.value === 0) parts.unhalt(setup.index)
        return DONE
      case REQUEST.set:
        return DONE
      case GET_INTERFACE:
        return Uint8Array.of(settings.get(setup.index) ?? 0)
      case SET_INTERFACE:
        if (!hasSetting(parts.gadget, setup.index, setup.value)) return null
        settings.set(setup.index, setup.value)
        return DONE
      default:
        return null
    }
  }
  return {
    answer: (setup, data) => {
      const meddled = parts.meddle?.(setup)
      if (meddled !== undefined) return meddled
      const said = (setup.requestType & TYPE_BITS) === 0 ? standard(setup) : parts.gadget.control(setup, data)
      return said && said.subarray(0, setup.length)
    },
  }
}

function descriptor(gadget: Gadget, { value, index }: Setup, recipient: number): Uint8Array | null {
  const [kind, number] = [value >> 8, value & 0xff]
  if (recipient === INTERFACE) {
    if (kind === DESCRIPTOR.report) return isHid(gadget, index) ? (gadget.reportDescriptor ?? null) : null
    return kind === DESCRIPTOR.hid ? classDescriptor(gadget, index) : null
  }
  if (kind === DESCRIPTOR.device) return gadget.device
  if (kind === DESCRIPTOR.configuration) return number === 0 ? gadget.configuration : null
  if (kind !== DESCRIPTOR.string) return null
  if (number === 0) return ENGLISH
  const text = gadget.strings[number - 1]
  return text === undefined ? null : stringDescriptor(text)
}

function stringDescriptor(text: string): Uint8Array {
  const body = Buffer.from(text.slice(0, STRING_CHARACTERS_MAX), 'utf16le')
  return Buffer.concat([Buffer.from([body.length + 2, DESCRIPTOR.string]), body])
}

const isHid = ({ configuration }: Gadget, number: number): boolean =>
  readInterfaces(configuration).some((each) => each.number === number && each.is[0] === 3)

function hasSetting({ configuration }: Gadget, number: number, setting: number): boolean {
  const bytes = Buffer.from(configuration)
  return descriptorsOf(bytes).some((at) => bytes[at + 1] === 4 && bytes[at + 2] === number && bytes[at + 3] === setting)
}

/** The HID descriptor that stands behind an interface (HID 1.11, 7.1). */
function classDescriptor({ configuration }: Gadget, number: number): Uint8Array | null {
  const bytes = Buffer.from(configuration)
  let isIn = false
  for (const at of descriptorsOf(bytes)) {
    if (bytes[at + 1] === 4) isIn = bytes[at + 2] === number
    if (isIn && bytes[at + 1] === DESCRIPTOR.hid) return bytes.subarray(at, at + bytes.readUInt8(at))
  }
  return null
}

/** Where the descriptors begin. */
function descriptorsOf(bytes: Buffer): readonly number[] {
  const found: number[] = []
  for (let at = 0; at + 1 < bytes.length; at += Math.max(bytes.readUInt8(at), 1)) found.push(at)
  return found
}
