import { within } from '../clock/within.ts'
import type { ByteLine, Found, Pipes, SerialOptions, Trouble } from '../pipe/port.ts'
import { CONNECT_MS, makeInbox, WRITE_MS } from './connection.ts'
import type { Connect, Connection, Wait } from './connection.ts'

/** A piece: at 9600 baud a quarter of a second, and less than a printer that says stop may still get. */
const PIECE_BYTES = 256
/** Said by a printer whose buffer is full, and when there is room again (XOFF, XON); no answer of theirs looks so. */
const [STOP, GO] = [0x13, 0x11]

export interface SerialPrinterParts {
  readonly serial: Pipes['serial']
  /** Which of those plugged in it is; null while it is not. */
  readonly pick: (found: readonly Found[]) => Found | null
  /** As its switches are set. */
  readonly options: SerialOptions
  /** Whether its line back is wired. */
  readonly answers: boolean
  readonly wait: Wait
  /** Told why one that is there can not be used. */
  readonly onTrouble?: (why: Trouble) => void
}

/**
 * A printer on a serial line, or on a USB plug that looks like one. It holds the sender off by XOFF and XON, or by the
 * wires of the line, which the system sees to where the line has them.
 */
export function makeSerialConnect(parts: SerialPrinterParts): Connect {
  const { serial, pick, options, answers, wait, onTrouble = () => undefined } = parts
  async function open(): Promise<ByteLine | null> {
    const found = pick(await serial.list())
    const opened = found && (await serial.open(found, options))
    if (opened?.ok) return opened.line
    if (opened) onTrouble(opened.why)
    return null
  }
  return async () => {
    const opening = open()
    const line = await within(wait, CONNECT_MS, opening, 'late')
    // Nobody waits for it any more.
    if (line === 'late') void opening.then((late) => late?.close())
    return line === 'late' || !line ? null : connectionTo(line, answers, wait)
  }
}

function connectionTo(line: ByteLine, answers: boolean, wait: Wait): Connection {
  const inbox = makeInbox(wait)
  const flow = makeFlow(wait)
  line.onBytes((bytes) => inbox.put(bytes.filter((byte) => !flow.heard(byte))))
  line.onEnd(() => {
    inbox.end()
    flow.go()
  })
  return {
    ...{ answers, keepsAnswers: true },
    read: (limitMs) => (answers ? inbox.next(limitMs) : Promise.resolve(null)),
    write: async (bytes) => {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        const goes = await flow.goes()
        const sent = goes ? await line.write(bytes.subarray(at, at + PIECE_BYTES), WRITE_MS) : 'none'
        if (sent !== 'all') return at === 0 ? sent : 'some'
      }
      return 'all'
    },
    close: line.close,
  }
}

/** Whether the printer lets us send. */
function makeFlow(wait: Wait) {
  let isStopped = false
  let wake: () => void = () => undefined
  const go = () => {
    isStopped = false
    wake()
  }
  return {
    go,
    /** Whether this byte was for the flow. */
    heard: (byte: number): boolean => {
      if (byte === STOP) isStopped = true
      else if (byte === GO) go()
      return byte === STOP || byte === GO
    },
    /** False where it says stop for longer than a full buffer takes to print. */
    goes: async (): Promise<boolean> => {
      if (!isStopped) return true
      const woken = new Promise<boolean>((resolve) => {
        wake = () => resolve(true)
      })
      return within(wait, WRITE_MS, woken, false)
    },
  }
}
