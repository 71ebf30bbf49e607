import { within } from '../clock/within.ts'
import { readInterfaces } from '../gadget/descriptors.ts'
import type { ControlRequest, UsbLine } from '../pipe/port.ts'
import { CLOSE_MS, CONNECT_MS, makeInbox, WRITE_MS } from './connection.ts'
import type { Connection, Inbox, Wait } from './connection.ts'
import type { PrinterStatus } from './port.ts'

/** USB-IF, "Device Class Definition for Printing Devices" 1.1, 4.2.2 and 4.2.3. */
const GET_PORT_STATUS: ControlRequest = { type: 'class', request: 1, value: 0 }
export const SOFT_RESET: ControlRequest = { type: 'class', request: 2, value: 0 }
/** Table 2 there. The other bits are nought: where one is not, the printer does not know the question. */
const [NO_ERROR, SELECTED, PAPER_EMPTY] = [0x08, 0x10, 0x20]

/** A piece: of more than one that is not taken in time nobody knows how much went out. */
export const PIECE_BYTES = 4_096
/** One read, of which what arrives at its very end may be lost; the way can not be given back before it is over. */
const READ_MS = 1_000
/** Reads that fail in a row before nothing more is expected. */
const STALLS_MAX = 8
/** After an empty answer, which some printers give as fast as they are asked. */
const PAUSE_MS = 20

/** A claimed printer that is kept from one job to the next. */
export interface HeldPrinter {
  /** Of the device, which has another one each time it is plugged in. */
  readonly path: string
  /** For one job; null while another has it, or when it is not to be used any more. */
  readonly take: () => Connection | null
  /** Gives it back, now or when the job on it is over; resolves when it has been. */
  readonly retire: () => Promise<void>
  readonly isRetired: () => boolean
  readonly isUsed: () => boolean
}

export interface HeldParts {
  readonly line: UsbLine
  readonly path: string
  readonly wait: Wait
  /** Told when a job went out in part. */
  readonly halfSent: () => void
}

/** It is read while a job is on it; a read that is under way when the next one comes goes on for that one. */
export function holdPrinter({ line, path, wait, halfSent }: HeldParts): HeldPrinter {
  const inbox = makeInbox(wait)
  const own = readInterfaces(line.descriptor).find(({ number }) => number === line.interfaceNumber)
  const answers = own?.endpoints.some(({ type, direction }) => type === 'bulk' && direction === 'in') ?? false
  let [isUsed, isRetired] = [false, false]
  let reading: Promise<void> | null = null
  let given: () => void = () => undefined
  const givenBack = new Promise<void>((resolve) => {
    given = resolve
  })
  const giveBack = async () => {
    await within(wait, CLOSE_MS, reading ?? Promise.resolve(), undefined)
    await within(wait, CLOSE_MS, line.close(), undefined)
    given()
  }
  const retire = () => {
    if (!isRetired && !isUsed) void giveBack()
    isRetired = true
    return givenBack
  }
  const giveUp = () => {
    inbox.end()
    void retire()
  }
  line.onEnd(giveUp)
  const ended = (isDumb: boolean) => {
    reading = null
    if (isDumb) giveUp()
  }
  const connection: Connection = {
    ...{ answers, keepsAnswers: true, read: inbox.next },
    write: async (bytes) => {
      const sent = await sendInPieces(line, bytes)
      if (sent === 'some') halfSent()
      if (sent !== 'all') void retire()
      return sent
    },
    glance: async () => portStatus(await within(wait, CONNECT_MS, line.ask(GET_PORT_STATUS, 1), null)),
    reset: () => within(wait, CONNECT_MS, line.tell(SOFT_RESET), false),
    close: () => {
      isUsed = false
      if (isRetired) void giveBack()
      return Promise.resolve()
    },
  }
  const take = () => {
    if (isUsed || isRetired) return null
    isUsed = true
    if (answers) reading ??= readAll({ line, inbox, wait, isWanted: () => isUsed, ended })
    return connection
  }
  return { path, take, retire, isRetired: () => isRetired, isUsed: () => isUsed }
}

interface Reading {
  readonly line: UsbLine
  readonly inbox: Inbox
  readonly wait: Wait
  readonly isWanted: () => boolean
  /** Told as it ends, so that it can be begun anew; `isDumb`: nothing more is to be heard. */
  readonly ended: (isDumb: boolean) => void
}

async function readAll({ line, inbox, wait, isWanted, ended }: Reading): Promise<void> {
  let stalls = 0
  while (isWanted() && stalls < STALLS_MAX) {
    const said = await line.receive(READ_MS)
    if (said === 'gone') stalls = STALLS_MAX
    else stalls = said === 'stalled' ? stalls + 1 : 0
    if (typeof said === 'string') continue
    if (said.length > 0) inbox.put(said)
    else await wait(PAUSE_MS)
  }
  ended(stalls === STALLS_MAX)
}

async function sendInPieces(line: UsbLine, bytes: Uint8Array): Promise<'all' | 'some' | 'none'> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const sent = await line.send(bytes.subarray(at, at + PIECE_BYTES), WRITE_MS)
    if (sent !== 'all') return at === 0 ? sent : 'some'
  }
  return 'all'
}

function portStatus(said: Uint8Array | null): PrinterStatus | null {
  const [lines = 0xff] = said ?? []
  if ((lines & ~(NO_ERROR | SELECTED | PAPER_EMPTY)) !== 0) return null
  if (lines & PAPER_EMPTY) return 'paper-out'
  return (lines & NO_ERROR) === 0 || (lines & SELECTED) === 0 ? 'fault' : 'ready'
}
