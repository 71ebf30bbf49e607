/** What a reader says of itself in the class descriptor of its interface (CCID 1.1, table 5.1-1; 54 bytes). */
export interface ChipClass {
  /** Slots, less one. */
  readonly lastSlot: number
  /** What may be given to a card, as `powerOn` names it, the lowest first: 3 is 1.8 V, 2 is 3 V, 1 is 5 V. */
  readonly voltages: readonly number[]
  readonly protocols: readonly (0 | 1)[]
  /** kHz, as the card gets it. */
  readonly clockKhz: number
  /** Bits a second to and from the card, at the most. */
  readonly bitsMax: number
  /** The longest block of T=1 it takes in. */
  readonly ifsd: number
  readonly automatic: {
    /** It sets its parameters by the answer to reset (dwFeatures 02). */
    readonly parameters: boolean
    readonly voltage: boolean
    /** It agrees with the card on the rates, by itself or by the parameters that it is given (40, 80). */
    readonly rates: boolean
    /** It tells a card of T=1 how long blocks may be (400). */
    readonly size: boolean
  }
  readonly level: 'character' | 'tpdu' | 'short' | 'extended'
  /** Of a message, header included. */
  readonly messageBytesMax: number
  /** It takes a PIN on keys of its own (bPINSupport, bit 0). */
  readonly pin: boolean
}

const [TYPE, BYTES] = [0x21, 54]
const INTERFACE = 4
const CHIP = 0x0b
const VOLTAGES = [
  [4, 3],
  [2, 2],
  [1, 1],
] as const
const LEVELS: Readonly<Partial<Record<number, ChipClass['level']>>> = {
  0: 'character',
  1: 'tpdu',
  2: 'short',
  4: 'extended',
}
/** A header, and the longest APDU of short lengths: less than that no reader has. */
const MESSAGE_BYTES_MIN = 10 + 261
const MESSAGE_BYTES_MAX = 65_544 + 10

/** Of the first interface for chip cards; null where its descriptor is none, or says what can not be. */
export function readChipClass(configuration: Uint8Array): ChipClass | null {
  const bytes = Buffer.from(configuration)
  let isOurs = false
  for (let at = 0; at + 1 < bytes.length; at += bytes.readUInt8(at)) {
    const length = bytes.readUInt8(at)
    if (length < 2 || at + length > bytes.length) return null
    const type = bytes.readUInt8(at + 1)
    if (type === INTERFACE && length >= 9) isOurs = bytes.readUInt8(at + 5) === CHIP
    if (isOurs && type === TYPE && length === BYTES) return classOf(bytes.subarray(at, at + BYTES))
  }
  return null
}

function classOf(bytes: Buffer): ChipClass | null {
  const features = bytes.readUInt32LE(40)
  const has = (bits: number) => (features & bits) !== 0
  const level = LEVELS[(features >>> 16) & 7]
  const messageBytes = bytes.readUInt32LE(44)
  if (!level || messageBytes < MESSAGE_BYTES_MIN) return null
  return {
    lastSlot: bytes.readUInt8(4),
    voltages: VOLTAGES.filter(([bit]) => (bytes.readUInt8(5) & bit) !== 0).map(([, named]) => named),
    protocols: ([0, 1] as const).filter((protocol) => ((bytes.readUInt32LE(6) >>> protocol) & 1) !== 0),
    ...{ clockKhz: bytes.readUInt32LE(10), bitsMax: bytes.readUInt32LE(23), ifsd: bytes.readUInt32LE(28), level },
    automatic: { parameters: has(0x02), voltage: has(0x08), rates: has(0xc0), size: has(0x400) },
    messageBytesMax: Math.min(messageBytes, MESSAGE_BYTES_MAX),
    pin: (bytes.readUInt8(52) & 1) !== 0,
  }
}
