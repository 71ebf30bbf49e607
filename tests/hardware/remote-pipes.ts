import { makeCalls } from '../../drivers/process/calls.ts'
import { readToParent } from '../../drivers/process/words.ts'
import { makeRealClock } from '../../drivers/clock/real.ts'
import { makeEnding, type Ending } from '../../drivers/pipe/ending.ts'
import { makeOutlet, type Outlet } from '../../drivers/pipe/outlet.ts'
import type { ByteLine, Found, HidLine, Opened, Pipe, Pipes, Sent, Silence, UsbLine } from '../../drivers/pipe/port.ts'
import type { SerialOptions, Trouble, UsbOptions } from '../../drivers/pipe/port.ts'
import { at } from '../sources.ts'
import { makeLines } from './guest/words.ts'
import type { Machine } from './machine.ts'

/** The real pipes of a program inside the machine, held from outside: a driver on them runs on a real kernel. */
export interface RemotePipes extends Pipes {
  /** Ends the program, and with it whatever it holds. */
  readonly kill: () => Promise<void>
}

/** What a call may take on its way there and back, ms: emulated processors are slow. */
const WAY_MS = 20_000
const READY_MS = 30_000

type Ask = <Value>(call: string, input: object, limitMs?: number) => Promise<Value>
interface Remote {
  readonly ask: Ask
  readonly lines: Map<number, { readonly outlet: Outlet; readonly ending: Ending }>
  readonly onChange: (by: Found['by'], listener: () => void) => void
}
interface Bytes {
  readonly bytes: string
}

export async function openRemotePipes(machine: Machine, user?: 'cashier'): Promise<RemotePipes> {
  const running = await machine.start(['node', at('tests/hardware/guest/pipes.ts')], user)
  const calls = makeCalls(makeRealClock())
  const lines: Remote['lines'] = new Map()
  const listeners = new Map<string, (() => void)[]>()
  const ready = Promise.withResolvers<null>()
  const event = (name: string, value: { line: number; by: string; bytes: string }) => {
    if (name === 'change') for (const tell of listeners.get(value.by) ?? []) tell()
    if (name === 'end') lineAt(lines, value.line).ending.end()
    if (name === 'bytes') lineAt(lines, value.line).outlet.give(Buffer.from(value.bytes, 'base64'))
  }
  running.onOutput(
    makeLines((text) => {
      const words = readToParent(text)
      if (words?.is === 'ready') ready.resolve(null)
      if (words?.is === 'answer') calls.settle(words.id, { is: 'answer', value: words.value })
      if (words?.is === 'fault') calls.settle(words.id, { is: 'answer', value: { fault: words.why } })
      if (words?.is === 'event') event(words.name, words.value as Parameters<typeof event>[1])
    }),
  )
  void running.ended.then(({ errors }) => {
    calls.gone()
    ready.reject(new Error(`the program in the machine ended: ${errors}`))
  })
  const late = setTimeout(() => ready.reject(new Error('the program in the machine says nothing')), READY_MS)
  await ready.promise
  clearTimeout(late)
  const ask: Ask = async <Value>(call: string, input: object, limitMs = 0) => {
    const called = await calls.begin(limitMs + WAY_MS, (id) =>
      running.write(`${JSON.stringify({ id, call, input })}\n`),
    )
    if (called.is !== 'answer') throw new Error(`${call}: ${called.is}`)
    const fault = (called.value as { fault?: string } | null)?.fault
    if (fault !== undefined) throw new Error(`${call}: ${fault}`)
    return called.value as Value
  }
  const remote: Remote = {
    ...{ ask, lines },
    onChange: (by, listener) => {
      const first = !listeners.has(by)
      listeners.set(by, [...(listeners.get(by) ?? []), listener])
      if (first) void ask('watch', { by })
    },
  }
  return {
    usb: pipeOf(remote, 'usb', usbLine),
    hid: pipeOf(remote, 'hid', hidLine),
    serial: pipeOf(remote, 'serial', byteLine),
    kill: async () => {
      running.kill()
      await running.ended
    },
  }
}

function lineAt(lines: Remote['lines'], number: number) {
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
  remote: Remote,
  by: Found['by'],
  lineOf: (remote: Remote, opened: OpenedThere) => Line,
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

function lifeOf({ ask, lines }: Remote, line: number) {
  const { ending } = lineAt(lines, line)
  return { onEnd: ending.onEnd, close: () => ask<null>('close', { line }).then(() => undefined) }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const bytesOf = <Other>(said: Bytes | Other): Uint8Array | Other =>
  typeof said === 'object' && said !== null && 'bytes' in said ? Buffer.from(said.bytes, 'base64') : said

function byteLine(remote: Remote, { line }: OpenedThere): ByteLine {
  return {
    ...lifeOf(remote, line),
    onBytes: lineAt(remote.lines, line).outlet.listen,
    write: (bytes, limitMs) => remote.ask<Sent>('write', { line, bytes: base64(bytes), limitMs }, limitMs),
  }
}

function hidLine(remote: Remote, { line }: OpenedThere): HidLine {
  return {
    ...lifeOf(remote, line),
    onReport: lineAt(remote.lines, line).outlet.listen,
    sendFeature: (report) => remote.ask<boolean>('sendFeature', { line, bytes: base64(report) }),
    feature: async (id, count) => bytesOf(await remote.ask<Bytes | null>('feature', { line, id, count })),
  }
}

function usbLine(remote: Remote, { line, number, descriptor }: OpenedThere): UsbLine {
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
