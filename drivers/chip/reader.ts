import { makeTurns } from '../pipe/turns.ts'
import { activate } from './activation.ts'
import { holdsPin, readApdu } from './apdu.ts'
import { exchangeBy, verifyBy, type Way } from './levels.ts'
import type { ChipReader, ChipReaderStatus, Exchanged, PoweredOn } from './port.ts'
import { openSession, type ChipReaderParts, type Session } from './session.ts'

/** A reader that can not be opened is tried again, also where nothing tells that it was plugged in. */
const REOPEN_MS = 5_000
const OFF_MS = 5_000
/** What is asked of it at once. */
const WAITING_MAX = 8

/**
 * A reader of the USB class CCID, revision 1.1. A command goes to the card once: where its answer is lost, reader and
 * station agree again on what is under way, and the end of it is unknown. Where the system’s own service has the
 * reader (`busy`), see `pcsc.ts`.
 */
export function makeCcidReader(parts: ChipReaderParts): ChipReader {
  const held = holdSession(parts)
  const turns = makeTurns(WAITING_MAX)
  const inTurn = <Value>(work: (session: Session | null) => Promise<Value>, tooMuch: Value): Promise<Value> =>
    turns.take(
      async () => work(await held.open()),
      () => tooMuch,
    )

  const withCard = (work: (way: Way) => Promise<Exchanged>): Promise<Exchanged> =>
    inTurn<Exchanged>(
      async (session) => {
        if (!session) return { is: 'refused', why: 'no-reader' }
        const { active, chip, conversation } = session
        if (!active) return { is: 'refused', why: held.status() === 'empty' ? 'no-card' : 'not-powered' }
        const exchanged = await work({ active, chip, conversation })
        if (exchanged.is === 'unknown') session.active = null
        return exchanged
      },
      { is: 'refused', why: 'busy' },
    )

  return {
    ...{ status: held.status, onStatus: held.onStatus, watch: held.watch, close: held.close },
    powerOn: () => inTurn<PoweredOn>(powerOn, { is: 'failed', why: 'busy' }),
    exchange: (bytes) => {
      const apdu = readApdu(bytes)
      if (!apdu) return Promise.resolve({ is: 'refused', why: 'not-an-apdu' })
      if (holdsPin(apdu)) return Promise.resolve({ is: 'refused', why: 'pin-in-the-open' })
      return withCard((way) => exchangeBy(way, bytes, apdu))
    },
    verifyPin: (asked) => withCard((way) => verifyBy(way, asked)),
    powerOff: () =>
      inTurn(async (session) => {
        await session?.conversation.say('powerOff', {}, OFF_MS)
      }, undefined),
  }
}

async function powerOn(session: Session | null): Promise<PoweredOn> {
  if (!session) return { is: 'failed', why: 'no-reader' }
  session.active = null
  const active = await activate(session.conversation, session.chip)
  if (typeof active === 'string') return { is: 'failed', why: active }
  session.active = active
  return { is: 'on', atr: active.atr, protocol: active.protocol }
}

/** The reader while it is there: found, opened, and opened anew. */
function holdSession(parts: ChipReaderParts) {
  let status: ChipReaderStatus = 'absent'
  let session: Session | null = null
  let opening: Promise<Session | null> | null = null
  let closed = false
  let wake: () => void = () => undefined
  const listeners: (() => void)[] = []
  parts.usb.onChange(() => wake())

  const turn = (next: ChipReaderStatus) => {
    if (next === status) return
    status = next
    for (const tell of listeners) tell()
  }
  async function openNow(): Promise<Session | null> {
    const opened = await openSession(parts, {
      saw: (card) => turn(card === 'absent' ? 'empty' : 'card'),
      ended: (why) => {
        session = null
        turn(why)
      },
    })
    if (typeof opened === 'string') turn(opened)
    if (typeof opened === 'string' || opened.isOver()) return null
    session = opened
    await opened.look()
    return opened.isOver() ? null : opened
  }
  const open = async (): Promise<Session | null> => {
    if (closed) return null
    if (opening) return opening
    if (session) return session
    opening = openNow().finally(() => (opening = null))
    return opening
  }
  const plugged = async (stop: AbortSignal) => {
    const woken = new AbortController()
    wake = () => woken.abort()
    await parts.clock.wait(REOPEN_MS, AbortSignal.any([stop, woken.signal])).catch(() => undefined)
  }
  return {
    open,
    status: () => status,
    onStatus: (listener: () => void) => void listeners.push(listener),
    watch: async (stop: AbortSignal) => {
      while (!stop.aborted && !closed) {
        const own = await open()
        await (own ? own.changed(stop) : plugged(stop))
        if (own && !own.isOver()) await own.look()
      }
    },
    close: async () => {
      closed = true
      wake()
      await session?.end('absent')
    },
  }
}
