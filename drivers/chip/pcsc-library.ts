/**
 * The system’s service for chip cards (PC/SC), by the package `@pokusew/pcsclite`. It is compiled against the runtime,
 * so it is never one of ours: where somebody has put it beside the station, it is used, and else there is none.
 */
export interface PcscContext {
  readonly on: ((event: 'reader', listener: (reader: PcscReader) => void) => unknown) &
    ((event: 'error', listener: (cause: unknown) => void) => unknown)
  readonly close: () => void
}

export interface PcscReader {
  readonly name: string
  readonly on: ((event: 'status', listener: (status: PcscStatus) => void) => unknown) &
    ((event: 'end' | 'error', listener: (cause: unknown) => void) => unknown)
  readonly connect: (options: PcscConnect, done: (cause: unknown, protocol: number) => void) => void
  readonly disconnect: (disposition: number, done: (cause: unknown) => void) => void
  readonly transmit: (bytes: Buffer, most: number, protocol: number, done: PcscDone) => void
  readonly control: (bytes: Buffer, code: number, most: number, done: PcscDone) => void
  readonly close: () => void
}
export interface PcscStatus {
  /** Bits of PC/SC, part 5: 10 no card, 20 a card. */
  readonly state: number
  readonly atr?: Uint8Array
}
export interface PcscConnect {
  readonly share_mode: number
  /** 1 is T=0, 2 is T=1; both, whichever the card offers. */
  readonly protocol: number
}
export type PcscDone = (cause: unknown, bytes: Uint8Array) => void

const PACKAGE = '@pokusew/pcsclite'

/** Null where it is not there, or can not be loaded into this runtime. */
export async function loadPcsc(load: (name: string) => Promise<unknown> = (name) => import(name)) {
  try {
    const loaded = await load(PACKAGE)
    const made = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : loaded
    return typeof made === 'function' ? (made as () => PcscContext) : null // the package’s own promise
  } catch {
    // Not installed, or compiled for another runtime: both are no service.
    return null
  }
}

/** Asks for the features of a reader (PC/SC part 10, 2.2): SCARD_CTL_CODE(3400), which each system makes in its way. */
export const FEATURES_REQUEST = { linux: 0x42000d48, win32: 0x313520, darwin: 0x42000d48 } as const
export const VERIFY_PIN_DIRECT = 0x06

/** The code of a feature in the list `tag 04 code`, high byte first; null where the reader has it not. */
export function featureOf(list: Uint8Array, tag: number): number | null {
  const bytes = Buffer.from(list)
  for (let at = 0; at + 6 <= bytes.length; at += 2 + bytes.readUInt8(at + 1))
    if (bytes.readUInt8(at) === tag && bytes.readUInt8(at + 1) === 4) return bytes.readUInt32BE(at + 2)
  return null
}

/** CCID’s data of a PIN verification as part 10 has it (PIN_VERIFY_STRUCTURE): a second time limit, and a length. */
export function verifyStructure(ccid: Uint8Array): Buffer {
  const COMMAND_FROM = 15
  const [, seconds = 0] = ccid
  const length = Buffer.alloc(4)
  length.writeUInt32LE(ccid.length - COMMAND_FROM)
  return Buffer.concat([
    Uint8Array.of(seconds, seconds),
    ccid.subarray(2, COMMAND_FROM),
    length,
    ccid.subarray(COMMAND_FROM),
  ])
}
