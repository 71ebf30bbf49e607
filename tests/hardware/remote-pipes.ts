import { makeEnding, type Ending } from '../../drivers/pipe/ending.ts'
import { makeOutlet, type Outlet } from '../../drivers/pipe/outlet.ts'
import type { ByteLine, Found, HidLine, Opened, Pipe, Pipes, Sent, Silence, UsbLine } from '../../drivers/pipe/port.ts'
import type { SerialOptions, Trouble, UsbOptions } from '../../drivers/pipe/port.ts'
import type { Machine } from './machine.ts'
import { openRemote, type Remote } from './remote.ts'

/** The real pipes of a program inside the machine, held from outside: a driver on them runs on a real kernel. */
export interface RemotePipes extends Pipes {
  /** Ends the program, and with it whatever it holds. */
  readonly kill: () => Promise<void>
}

interface Held extends Pick<Remote, 'ask'> {
  readonly lines: Map<number, { readonly outlet: Outlet; readonly ending: Ending }>
  readonly onChange: (by: Found['by'], listener: () => void) => void
}
interface Bytes {
  readonly bytes: string
}

export async function openRemotePipes(machine: Machine, user?: 'cashier'): Promise<RemotePipes> {
  const lines: Held['lines'] = new Map()
  const listeners = new Map<string, (() => void)[]>()
  const onEvent = (name: string, said: unknown) => {
    const value = said as { line: number; by: string; bytes: string } // our own program’s words
    if (name === 'change') for (const tell of listeners.get(value.by) ?? []) tell()
    if (name === 'end') lineAt(lines, value.line).ending.end()
    if (name === 'bytes') lineAt(lines, value.line).outlet.give(Buffer.from(value.bytes, 'base64'))
  }
  const { ask, kill } = await openRemote(machine, {
    ...{ program: 'pipes.ts', onEvent },
    ...(user === undefined ? {} : { user }),
  })
  const held: Held = {
    ...{ ask, lines },
    onChange: (by, listener) => {
      const first = !listeners.has(by)
      listeners.set(by, [...(listeners.get(by) ?? []), listener])
      if (first) void ask('watch', { by })
    },
  }
  return {
    usb: pipeOf(held, 'usb', usbLine),
    hid: pipeOf(held, 'hid', hidLine),
    serial: pipeOf(held, 'serial', byteLine),
    kill,
  }
}

function lineAt(lines: Held['lines'], number: number) {
  const found = lines.get(number) ?? { outlet: makeOutlet(), ending: makeEnding() }
  lines.set(number, found)
  return found
}

interface OpenedThere {
  readonly line: number
  readonly number: number
  readonly descriptor: string
}
type AnyOptions = UsbOptions | SerialOptions | null

const pipeOf = <Line, Options extends AnyOptions>(
  remote: Held,
  by: Found['by'],
  lineOf: (remote: Held, opened: OpenedThere) => Line,
): Pipe<Line, Options> => ({
  list: () => remote.ask('list', { by }),
  onChange: (listener) => remote.onChange(by, listener),
  close: () => void remote.ask('closePipe', { by }),
  open: async (found, options): Promise<Opened<Line>> => {
    type Answer = (OpenedThere & { ok: true }) | { ok: false; why: Trouble }
    const opened = await remote.ask<Answer>('open', { by, found, options })
    return opened.ok ? { ok: true, line: lineOf(remote, opened) } : opened
  },
})

function lifeOf({ ask, lines }: Held, line: number) {
  const { ending } = lineAt(lines, line)
  return { onEnd: ending.onEnd, close: () => ask<null>('close', { line }).then(() => undefined) }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const bytesOf = <Other>(said: Bytes | Other): Uint8Array | Other =>
  typeof said === 'object' && said !== null && 'bytes' in said ? Buffer.from(said.bytes, 'base64') : said

function byteLine(remote: Held, { line }: OpenedThere): ByteLine {
  return {
    ...lifeOf(remote, line),
    onBytes: lineAt(remote.lines, line).outlet.listen,
    write: (bytes, limitMs) => remote.ask<Sent>('write', { line, bytes: base64(bytes), limitMs }, limitMs),
  }
}

function hidLine(remote: Held, { line }: OpenedThere): HidLine {
  return {
    ...lifeOf(remote, line),
    onReport: lineAt(remote.lines, line).outlet.listen,
    sendFeature: (report) => remote.ask<boolean>('sendFeature', { line, bytes: base64(report) }),
    feature: async (id, count) => bytesOf(await remote.ask<Bytes | null>('feature', { line, id, count })),
  }
}

function usbLine(remote: Held, { line, number, descriptor }: OpenedThere): UsbLine {
  const { ask } = remote
  return {
    ...lifeOf(remote, line),
    interfaceNumber: number,
    descriptor: Buffer.from(descriptor, 'base64'),
    send: (bytes, limitMs) => ask<Sent>('send', { line, bytes: base64(bytes), limitMs }, limitMs),
    receive: async (limitMs) => bytesOf(await ask<Bytes | Silence>('receive', { line, limitMs }, limitMs)),
    notified: async (limitMs) =>
      bytesOf(await ask<Bytes | Silence | 'unsupported'>('notified', { line, limitMs }, limitMs)),
    ask: async (request, count) => bytesOf(await ask<Bytes | null>('ask', { line, request, count })),
    tell: (request, bytes) => ask<boolean>('tell', { line, request, bytes: base64(bytes ?? new Uint8Array(0)) }),
  }
}
