/**
 * Ways to devices that are plugged into this machine: USB transfers, HID reports, serial lines. A driver is written on
 * one of them and never knows what stands behind it: the kernel, or a gadget of this program's own. Nothing here
 * rejects: a device that is gone, busy or forbidden is an answer.
 */
export interface Pipes {
  readonly usb: Pipe<UsbLine, UsbOptions>
  readonly hid: Pipe<HidLine, null>
  readonly serial: Pipe<ByteLine, SerialOptions>
}

export interface Pipe<Line, Options> {
  readonly list: () => Promise<readonly Found[]>
  /** Something was plugged in or out, or may have been: look again. */
  readonly onChange: (listener: () => void) => void
  readonly open: (found: Found, options: Options) => Promise<Opened<Line>>
  /** Looks no more for what is plugged in. Open lines stay open. */
  readonly close: () => void
}

export type Opened<Line> = { readonly ok: true; readonly line: Line } | { readonly ok: false; readonly why: Trouble }

/**
 * `absent`: it is not there any more · `busy`: another program, or the system's driver, has it · `denied`: this user
 * may not open it · `unsupported`: it has no such interface, or the system no driver for it · `fault`: the system or
 * the device failed in a way nobody has a word for.
 */
export type Trouble = 'absent' | 'busy' | 'denied' | 'unsupported' | 'fault'

/** A device as it was found; what it says of itself is bounded, and not believed. */
export interface Found {
  readonly by: 'usb' | 'hid' | 'serial'
  /** Null where the system does not know, such as of a serial port that is soldered in. */
  readonly vendor: number | null
  readonly product: number | null
  readonly serial: string | null
  /** Where it is plugged in, such as `1-2.3` (bus, then port by port); null where the system does not say. */
  readonly place: string | null
  /** How its pipe opens it; good until it is unplugged. */
  readonly path: string
  readonly name: string | null
  /** Of HID: what its first collection is for (HID usage page and usage). */
  readonly usage: { readonly page: number; readonly id: number } | null
  /** Of USB: classes of its interfaces (USB-IF class codes), in their order; empty where the system does not say. */
  readonly classes: readonly number[]
}

/** The most that is kept of what a device says of itself. */
export const TEXT_CHARACTERS_MAX = 64

/**
 * `all`: handed over · `some`: some bytes may have arrived · `none`: not one did. After `some` no more will arrive; of
 * a serial line more may, of which the system does not let go at once: it has ended, and opens again only when it is
 * sure that no more will.
 */
export type Sent = 'all' | 'some' | 'none'

interface Line {
  /** It is gone: unplugged, or failed for good. Told once, also to who asks later. */
  readonly onEnd: (listener: () => void) => void
  /** Gives it back to the system, whatever is still under way on it. Once closed it is silent. */
  readonly close: () => Promise<void>
}

/** Bytes both ways, without bounds between them: a serial line, or TCP. */
export interface ByteLine extends Line {
  readonly write: (bytes: Uint8Array, limitMs: number) => Promise<Sent>
  /** One listener; what comes before there is one is kept, up to `KEPT_BYTES_MAX`. */
  readonly onBytes: (listener: (bytes: Uint8Array) => void) => void
}
export const KEPT_BYTES_MAX = 4_096

export interface SerialOptions {
  /** Bits a second; of no account on a USB line that only looks like a serial one. */
  readonly baud: number
  /** 8 without parity, unless said. */
  readonly parity?: 'none' | 'even' | 'odd'
  readonly dataBits?: 7 | 8
}

/** Reports of a HID device; where it numbers them, the first byte is the number. */
export interface HidLine extends Line {
  /** One listener, as of bytes. */
  readonly onReport: (listener: (report: Uint8Array) => void) => void
  /** A feature report, its number (or 0) first. */
  readonly sendFeature: (report: Uint8Array) => Promise<boolean>
  /** So many bytes of a feature report as the device gives them: its number first, where that is not 0. */
  readonly feature: (id: number, bytes: number) => Promise<Uint8Array | null>
}

/** Which interface of the device is claimed: the first of this class (USB-IF class codes). */
export interface UsbOptions {
  readonly interfaceClass: number
}

/** One claimed interface of a USB device. */
export interface UsbLine extends Line {
  /** Of the claimed interface. */
  readonly interfaceNumber: number
  /** The whole configuration descriptor as the device gives it (USB 2.0, 9.6.3): class descriptors are in there. */
  readonly descriptor: Uint8Array
  /** Hands bytes to the bulk pipe out, in pieces; `some` also where a time-out does not say how much went. */
  readonly send: (bytes: Uint8Array, limitMs: number) => Promise<Sent>
  /**
   * The next transfer of the bulk pipe in. `late`: nothing within the limit, and what arrived just then may be lost, so
   * a limit is a second or more. One at a time.
   */
  readonly receive: (limitMs: number) => Promise<Uint8Array | Silence>
  /** The same of the interrupt pipe in; `unsupported` at once where there is none. */
  readonly notified: (limitMs: number) => Promise<Uint8Array | Silence | 'unsupported'>
  /** A control request to the interface that gives bytes; null where it is refused or the device is gone. */
  readonly ask: (request: ControlRequest, bytes: number) => Promise<Uint8Array | null>
  readonly tell: (request: ControlRequest, bytes?: Uint8Array) => Promise<boolean>
}
/** `stalled`: the device refused, and the pipe has been cleared. */
export type Silence = 'late' | 'stalled' | 'gone'

export interface ControlRequest {
  readonly type: 'standard' | 'class' | 'vendor'
  readonly request: number
  readonly value: number
  /** Low byte: the interface, filled in by the line; this is the high byte, 0 where left out. */
  readonly indexHigh?: number
}
