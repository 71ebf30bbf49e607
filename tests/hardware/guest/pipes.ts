import { makeRealPipes } from '#drivers/pipe/real'
import type { ByteLine, ControlRequest, Found, HidLine, Opened, Pipe, UsbLine } from '#drivers/pipe/port'
import type { Calls } from '#drivers/process/served'
import { serveOutside } from './serving.ts'

/**
 * The real pipes inside the machine, for tests outside: calls come in and answers go out on the standard streams, each
 * a line. `drivers/pipe/port.ts` in words: bytes cross as base64, lines by their number.
 */
const pipes = makeRealPipes()
const lines = new Map<number, UsbLine | HidLine | ByteLine>()
let last = 0

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64')
const said = (bytes: Uint8Array | string | null) => (bytes instanceof Uint8Array ? { bytes: base64(bytes) } : bytes)

interface Asked {
  readonly by: Found['by']
  readonly found: Found
  readonly options: never
  readonly line: number
  readonly bytes: string
  readonly limitMs: number
  readonly request: ControlRequest
  readonly id: number
  readonly count: number
}

function keep(opened: Opened<UsbLine | HidLine | ByteLine>) {
  if (!opened.ok) return opened
  const { line } = opened
  const number = ++last
  lines.set(number, line)
  line.onEnd(() => tell('end', { line: number }))
  if ('onBytes' in line) line.onBytes((bytes) => tell('bytes', { line: number, bytes: base64(bytes) }))
  if ('onReport' in line) line.onReport((bytes) => tell('bytes', { line: number, bytes: base64(bytes) }))
  const more = 'descriptor' in line ? { number: line.interfaceNumber, descriptor: base64(line.descriptor) } : {}
  return { ok: true, line: number, ...more }
}

const at = ({ line }: Asked) => {
  const found = lines.get(line)
  if (!found) throw new Error(`no line ${line}`)
  return found
}
const usb = (each: Asked) => at(each) as UsbLine
const hid = (each: Asked) => at(each) as HidLine
const serial = (each: Asked) => at(each) as ByteLine
const pipe = ({ by }: Asked): Pipe<UsbLine | HidLine | ByteLine, never> => pipes[by]

const asked = (answer: (asked: Asked) => Promise<unknown>) => (input: unknown) => answer(input as Asked)
const calls: Calls = {
  list: asked((each) => pipe(each).list()),
  watch: asked((each) => {
    pipe(each).onChange(() => tell('change', { by: each.by }))
    return Promise.resolve(null)
  }),
  closePipe: asked((each) => {
    pipe(each).close()
    return Promise.resolve(null)
  }),
  open: asked(async (each) => keep(await pipe(each).open(each.found, each.options))),
  write: asked((each) => serial(each).write(bytesOf(each.bytes), each.limitMs)),
  send: asked((each) => usb(each).send(bytesOf(each.bytes), each.limitMs)),
  receive: asked(async (each) => said(await usb(each).receive(each.limitMs))),
  notified: asked(async (each) => said(await usb(each).notified(each.limitMs))),
  ask: asked(async (each) => said(await usb(each).ask(each.request, each.count))),
  tell: asked((each) => usb(each).tell(each.request, bytesOf(each.bytes))),
  sendFeature: asked((each) => hid(each).sendFeature(bytesOf(each.bytes))),
  feature: asked(async (each) => said(await hid(each).feature(each.id, each.count))),
  close: asked(async (each) => {
    await at(each).close()
    return null
  }),
}

const tell = serveOutside(calls)
