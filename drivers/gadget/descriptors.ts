/** Descriptors of chapter 9 of USB 2.0: written for gadgets, and read from devices that may lie. */
/** Classes of interfaces (USB-IF class codes). */
export const CLASS = { communications: 2, hid: 3, printer: 7, data: 10, chip: 11 } as const

const DEVICE = 1
const CONFIGURATION = 2
const INTERFACE = 4
const ENDPOINT = 5
const DEVICE_BYTES = 18
const CONFIGURATION_BYTES = 9
const INTERFACE_BYTES = 9
const ENDPOINT_BYTES = 7
/** Bit 7 of an endpoint's address: towards the host. */
const IN = 0x80
const BUS_POWERED = 0x80
/** Two milliamperes each: 100 mA, as much as a device may take before it is configured. */
const POWER = 50

export interface DeviceMake {
  readonly vendor: number
  readonly product: number
  /** Class, subclass and protocol of the device; nought where its interfaces say. */
  readonly deviceClass?: readonly [number, number, number]
  /** Indices of the strings of manufacturer, product and serial number; nought where there is none. */
  readonly strings: readonly [number, number, number]
}

export function deviceDescriptor({ vendor, product, deviceClass = [0, 0, 0], strings }: DeviceMake): Buffer {
  const bytes = Buffer.alloc(DEVICE_BYTES)
  bytes.set([DEVICE_BYTES, DEVICE, 0x00, 0x02, ...deviceClass, 64])
  bytes.writeUInt16LE(vendor, 8)
  bytes.writeUInt16LE(product, 10)
  bytes.set([0x00, 0x01, ...strings, 1], 12)
  return bytes
}

export interface InterfaceMake {
  readonly number: number
  /** Class, subclass, protocol. */
  readonly is: readonly [number, number, number]
  /** Class descriptors, which stand between the interface and its endpoints. */
  readonly extra?: Uint8Array
  readonly endpoints: readonly EndpointMake[]
}
export interface EndpointMake {
  /** With bit 7 where it is towards the host. */
  readonly address: number
  readonly type: 'bulk' | 'interrupt'
  readonly bytes: number
  /** Of an interrupt pipe: milliseconds at full speed, powers of two of 125 µs at high speed. */
  readonly interval?: number
}
const TYPES = { bulk: 2, interrupt: 3 } as const

export function configurationDescriptor(interfaces: readonly InterfaceMake[]): Buffer {
  const bodies = interfaces.map(({ number, is, extra = new Uint8Array(0), endpoints }) =>
    Buffer.concat([
      Buffer.from([INTERFACE_BYTES, INTERFACE, number, 0, endpoints.length, ...is, 0]),
      extra,
      ...endpoints.map(endpointDescriptor),
    ]),
  )
  const head = Buffer.from([CONFIGURATION_BYTES, CONFIGURATION, 0, 0, interfaces.length, 1, 0, BUS_POWERED, POWER])
  const whole = Buffer.concat([head, ...bodies])
  whole.writeUInt16LE(whole.length, 2)
  return whole
}

function endpointDescriptor({ address, type, bytes, interval = 0 }: EndpointMake): Buffer {
  const made = Buffer.from([ENDPOINT_BYTES, ENDPOINT, address, TYPES[type], 0, 0, interval])
  made.writeUInt16LE(bytes, 4)
  return made
}

export interface ReadInterface {
  readonly number: number
  readonly is: readonly [number, number, number]
  readonly endpoints: readonly ReadEndpoint[]
}
export interface ReadEndpoint {
  readonly number: number
  readonly direction: 'in' | 'out'
  readonly type: 'bulk' | 'interrupt' | 'other'
  readonly bytes: number
}

/**
 * The interfaces, in their first setting, that a configuration descriptor holds. Read up to the first descriptor that
 * says of itself that it is longer than what is left, or has no length.
 */
export function readInterfaces(configuration: Uint8Array): readonly ReadInterface[] {
  const bytes = Buffer.from(configuration)
  const found: (Omit<ReadInterface, 'endpoints'> & { readonly endpoints: ReadEndpoint[] })[] = []
  let isFirstSetting = false
  for (let at = 0; at + 1 < bytes.length; at += bytes.readUInt8(at)) {
    const length = bytes.readUInt8(at)
    if (length < 2 || at + length > bytes.length) break
    const type = bytes.readUInt8(at + 1)
    if (type === INTERFACE && length >= INTERFACE_BYTES) {
      const [, , number = 0, setting = 0, , one = 0, two = 0, three = 0] = bytes.subarray(at)
      isFirstSetting = setting === 0
      if (isFirstSetting) found.push({ number, is: [one, two, three], endpoints: [] })
    }
    if (type === ENDPOINT && length >= ENDPOINT_BYTES && isFirstSetting)
      found.at(-1)?.endpoints.push(readEndpoint(bytes.subarray(at)))
  }
  return found
}

function readEndpoint(bytes: Buffer): ReadEndpoint {
  const address = bytes.readUInt8(2)
  const kind = bytes.readUInt8(3) & 3
  return {
    number: address & 15,
    direction: (address & IN) === 0 ? 'out' : 'in',
    type: kind === TYPES.bulk ? 'bulk' : kind === TYPES.interrupt ? 'interrupt' : 'other',
    // Bits 0 to 10 (9.6.6).
    bytes: bytes.readUInt16LE(4) & 0x7ff,
  }
}
