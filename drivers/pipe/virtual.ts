import type { Clock } from '../clock/port.ts'
import { CLASS, readInterfaces } from '../gadget/descriptors.ts'
import type { Gadget } from '../gadget/port.ts'
import { bytesOver, reportsOver, transfersOver, type Plugged } from './virtual-lines.ts'
import type { Found, Opened, Pipe, Pipes, Trouble } from './port.ts'

/** A machine with sockets for gadgets: the pipes of a program that is alone, without a kernel between. */
export interface VirtualSockets {
  readonly pipes: Pipes
  /** Plugs a gadget into a socket, such as `1-2`; gives what pulls it out. */
  readonly plug: (gadget: Gadget, place: string) => () => void
  /** What opening it meets from now on; null: nothing. */
  readonly hinder: (place: string, why: Trouble | null) => void
}

const HEX = 16

export function makeVirtualSockets({ wait }: Pick<Clock, 'wait'>): VirtualSockets {
  const plugged = new Map<string, Plugged & { readonly found: Omit<Found, 'by'>; readonly held: Set<string> }>()
  const hindered = new Map<string, Trouble>()
  const listeners: (() => void)[] = []
  const changed = () => {
    for (const tell of listeners) tell()
  }
  const pipe = <Line extends { readonly close: () => Promise<void> }, Options>(
    by: Found['by'],
    isFor: (gadget: Gadget) => boolean,
    openOn: (one: Plugged, options: Options) => Line | null,
  ): Pipe<Line, Options> => ({
    list: () =>
      Promise.resolve(
        [...plugged.values()].filter(({ gadget }) => isFor(gadget)).map(({ found }) => ({ ...found, by })),
      ),
    onChange: (listener) => void listeners.push(listener),
    open: (found, options): Promise<Opened<Line>> => {
      const one = plugged.get(found.path)
      const why = hindered.get(found.path) ?? (one?.held.has(by) ? 'busy' : null)
      const line = one && !why ? openOn(one, options) : null
      if (!one || !line) return Promise.resolve({ ok: false, why: one ? (why ?? 'unsupported') : 'absent' })
      one.held.add(by)
      const close = async () => {
        await line.close()
        one.held.delete(by)
      }
      return Promise.resolve({ ok: true, line: { ...line, close } })
    },
    close: () => undefined,
  })
  const pipes: Pipes = {
    usb: pipe('usb', () => true, transfersOver),
    hid: pipe('hid', (gadget) => gadget.reportDescriptor !== undefined, reportsOver),
    serial: pipe('serial', (gadget) => hasInterface(gadget, CLASS.data), bytesOver),
  }
  return {
    pipes,
    hinder: (place, why) => {
      if (why) hindered.set(place, why)
      else hindered.delete(place)
      changed()
    },
    plug: (gadget, place) => {
      const pulled = new AbortController()
      plugged.set(place, { gadget, wait, gone: pulled.signal, found: foundOf(gadget, place), held: new Set() })
      changed()
      return () => {
        plugged.delete(place)
        pulled.abort(new Error('pulled out'))
        changed()
      }
    },
  }
}

export const hasInterface = ({ configuration }: Gadget, of: number): boolean =>
  readInterfaces(configuration).some(({ is }) => is[0] === of)

function foundOf(gadget: Gadget, place: string): Omit<Found, 'by'> {
  const device = Buffer.from(gadget.device)
  const text = (at: number) => gadget.strings[device.readUInt8(at) - 1] ?? null
  return {
    ...{ vendor: device.readUInt16LE(8), product: device.readUInt16LE(10), serial: text(16), name: text(15) },
    ...{ place, path: place, usage: gadget.reportDescriptor ? usageOf(gadget.reportDescriptor) : null },
    classes: readInterfaces(gadget.configuration).map(({ is }) => is[0]),
  }
}

/** The usage page and usage a report descriptor begins with (HID 1.11, 6.2.2.7 and 6.2.2.8). */
function usageOf(descriptor: Uint8Array): Found['usage'] {
  const hex = Buffer.from(descriptor.subarray(0, 5)).toString('hex')
  const [, short, usage] = /^05(..)09(..)/.exec(hex) ?? []
  const [, low, high, wide] = /^06(..)(..)09(..)/.exec(hex) ?? []
  const page = short ?? (high ?? '') + (low ?? '')
  const id = usage ?? wide
  return id === undefined ? null : { page: parseInt(page, HEX), id: parseInt(id, HEX) }
}
