import { access, readdir, readFile } from 'node:fs/promises'
import { SerialPort } from 'serialport'
import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import { makeEnding, type Ending } from './ending.ts'
import { makeOutlet } from './outlet.ts'
import type { ByteLine, Found, Opened, Pipe, Sent, SerialOptions } from './port.ts'
import { boundedText, knownAbove } from './sysfs.ts'
import { troubleOf } from './troubles.ts'
import { makeWatch, type Watch } from './watch.ts'

export interface SerialPipe extends Pipe<ByteLine, SerialOptions> {
  readonly look: Watch['look']
}

/** Serial lines by the package `serialport`. */
export function makeSerialPipe({ wait }: Pick<Clock, 'wait'>): SerialPipe {
  const list = process.platform === 'linux' ? listOfLinux : listOfPackage
  const closing = new Set<string>()
  const held = new Set<{ readonly path: string; readonly ending: Ending }>()
  let isWatched = false
  /** The package mostly tells of a line that was pulled out; that its path is gone is seen in any case. */
  const endWhatIsGone = () => {
    if (isWatched) return
    isWatched = true
    watch.onChange((paths) => {
      for (const { path, ending } of held) if (!paths.has(path)) ending.end()
    })
  }
  const watch = makeWatch({ wait }, async () => (await list()).map(({ path }) => path))
  return {
    list,
    onChange: (listener) => watch.onChange(() => listener()),
    look: watch.look,
    close: watch.close,
    open: async ({ path }, options): Promise<Opened<ByteLine>> => {
      // The system would make it wait, and hold up whatever else reads and writes.
      if (closing.has(path)) return { ok: false, why: 'busy' }
      const opening = opened(path, options)
      const port = await within(wait, OPEN_MS, opening, null).catch((cause: unknown) => troubleOf(cause))
      if (port === null) {
        opening.then((late) => late.close(), quiet)
        return { ok: false, why: 'busy' }
      }
      if (typeof port === 'string') return { ok: false, why: port }
      const one = { path, ending: makeEnding() }
      const end = async () => {
        held.delete(one)
        if (!port.isOpen) return
        closing.add(path)
        await closed(port)
        closing.delete(path)
      }
      let ended: Promise<void> | null = null
      const letGo = () => (ended ??= end())
      held.add(one)
      endWhatIsGone()
      return { ok: true, line: lineOn({ port, ending: one.ending, letGo, wait }) }
    },
  }
}

const HEX = 16
const TTYS = '/sys/class/tty'
/** Lines with a plug: of a chip on the board, USB in its two kinds, and of small boards. */
const PLUGGED = /^tty(S|USB|ACM|AMA|O|XRUSB)\d+$/

/** From the kernel's files: the package would start `udevadm` each time, which may not be there. */
async function listOfLinux(): Promise<readonly Found[]> {
  const names = (await readdir(TTYS).catch(() => [])).filter((name) => PLUGGED.test(name))
  const found = await Promise.all(names.map(foundOnLinux))
  return found.flatMap((each) => each ?? [])
}

async function foundOnLinux(name: string): Promise<Found | null> {
  const folder = `${TTYS}/${name}`
  // Linux has a name for four chips, whether they are there (a type that is not 0) or not.
  const type = await readFile(`${folder}/type`, 'utf8').catch(() => null)
  const hasDevice = await access(`${folder}/device`).then(
    () => true,
    () => false,
  )
  if (!hasDevice || type?.trim() === '0') return null
  const [known, path] = [await knownAbove(`${folder}/device`), `/dev/${name}`]
  // A port that is soldered in is where it is.
  return { by: 'serial', ...known, place: known.place ?? path, path, usage: null }
}

/** What the package lists (`PortInfo` of `@serialport/bindings-interface`, which its types lead to in vain). */
interface Listed {
  readonly path: string
  readonly vendorId?: string
  readonly productId?: string
  readonly serialNumber?: string
  readonly locationId?: string
  readonly manufacturer?: string
}

async function listOfPackage(): Promise<readonly Found[]> {
  const ports = (await SerialPort.list().catch(() => [])) as readonly Listed[]
  const numberOf = (text: string | undefined) => (text ? parseInt(text, HEX) : null)
  return ports.map(({ path, vendorId, productId, serialNumber, locationId, manufacturer }) => ({
    ...{ by: 'serial', vendor: numberOf(vendorId), product: numberOf(productId), path, usage: null, classes: [] },
    ...{ serial: boundedText(serialNumber), place: locationId ?? path, name: boundedText(manufacturer) },
  }))
}

function opened(path: string, { baud, parity = 'none', dataBits = 8 }: SerialOptions): Promise<SerialPort> {
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate: baud, parity, dataBits, autoOpen: false })
    port.open((cause) => {
      if (cause) reject(cause)
      else resolve(port)
    })
  })
}

/** An open that hangs, ms: another program is letting go of it. */
const OPEN_MS = 3_000
const quiet = () => undefined

/** Bytes handed to the system at once: it has room for more than that. */
const PIECE_BYTES = 1_024
/** What is on its way goes out into an emptied buffer within this, ms. */
const FLUSH_MS = 200
/**
 * Linux lets a line go only when its last bytes are out, or after 30 seconds, whatever is thrown away before (cdc-acm
 * throws nothing away). Until then it can not be opened again; nobody waits here for so long, ms.
 */
const CLOSE_MS = 2_000

/** What is used of an open port of the package. */
type Port = Pick<SerialPort, 'on' | 'write' | 'flush'>

interface Held {
  readonly port: Port
  readonly ending: Ending
  readonly letGo: () => Promise<void>
  readonly wait: Clock['wait']
}

export function lineOn({ port, ending, letGo, wait }: Held): ByteLine {
  const outlet = makeOutlet()
  const heard = makeEnding()
  let closing: Promise<void> | null = null
  const isOver = () => closing !== null || ending.isOver()
  port.on('data', (bytes: Uint8Array) => {
    if (!isOver()) outlet.give(bytes)
  })
  ending.onEnd(() => {
    if (!closing) heard.end()
  })
  // Closed by nobody here, or read to an end that no line has: it is unplugged.
  port.on('close', ending.end)
  port.on('end', ending.end)
  // What fails is told to whoever asked for it.
  port.on('error', () => undefined)
  const giveBack = () => within(wait, CLOSE_MS, letGo(), null)
  /** What has not gone out is to be thrown away, and nothing may be written behind it: the line is given up. */
  const giveUp = async (writing: Promise<unknown>) => {
    await within(wait, FLUSH_MS, flushed(port), null)
    await within(wait, FLUSH_MS, writing, null)
    await within(wait, FLUSH_MS, flushed(port), null)
    ending.end()
    await giveBack()
  }
  const write = async (bytes: Uint8Array, limitMs: number): Promise<Sent> => {
    const late = new AbortController()
    const limit = wait(limitMs, late.signal).then(
      () => 'late' as const,
      () => 'late' as const,
    )
    try {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        if (isOver()) return at === 0 ? 'none' : 'some'
        const writing = written(port, bytes.subarray(at, at + PIECE_BYTES))
        const end = await Promise.race([writing, limit])
        if (end === 'late') await giveUp(writing)
        if (end !== 'taken') return 'some'
      }
      return 'all'
    } finally {
      late.abort()
    }
  }
  return {
    ...{ write, onBytes: outlet.listen, onEnd: heard.onEnd },
    close: () => (closing ??= giveBack().then(() => undefined)),
  }
}

const written = (port: Port, bytes: Uint8Array): Promise<'taken' | 'failed'> =>
  new Promise((resolve) => {
    port.write(Buffer.from(bytes), (cause) => resolve(cause ? 'failed' : 'taken'))
  })
const closed = (port: SerialPort): Promise<void> => new Promise((resolve) => port.close(() => resolve()))
const flushed = (port: Port): Promise<void> => new Promise((resolve) => port.flush(() => resolve()))
