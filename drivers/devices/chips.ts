import type { ChipReaderStatus, Exchanged } from '../chip/port.ts'
import { makeCcidReader } from '../chip/reader.ts'
import { isSame, type DeviceState } from './port.ts'
import type { Driven, Driving } from './driving.ts'

const STATES: Readonly<Record<ChipReaderStatus, DeviceState>> = {
  ...{ absent: 'absent', busy: 'busy', denied: 'denied', fault: 'fault', empty: 'ready', card: 'ready' },
}
const HEX = 16

export function driveChip(driving: Driving): Driven {
  const { assigned, pipes, clock, tell, trace, onState } = driving
  const stopping = new AbortController()
  const reader = makeCcidReader({ usb: pipes.usb, clock, isOurs: (found) => isSame(assigned.device, found) })
  let isIn = false
  reader.onStatus(() => {
    const now = reader.status() === 'card'
    if (now !== isIn) {
      isIn = now
      trace(now ? '← card in' : '← card out')
      tell('chip.card', { present: now })
    }
    onState()
  })
  const watching = reader.watch(stopping.signal)

  /** Resets the card and tells what it answered; nothing on it is read. */
  async function tried() {
    const on = await reader.powerOn()
    trace(on.is === 'on' ? `← T=${String(on.protocol)}` : `✕ ${on.why}`)
    await reader.powerOff()
    return on.is === 'on'
      ? { what: 'card-answered', text: Buffer.from(on.atr).toString('hex') }
      : { what: 'card-failed', text: on.why }
  }
  return {
    state: () => STATES[reader.status()],
    calls: {
      try: tried,
      powerOn: async () => {
        const on = await reader.powerOn()
        return on.is === 'on' ? { ...on, atr: hex(on.atr) } : on
      },
      exchange: async (apdu) => wordsOf(await reader.exchange(Buffer.from(String(apdu), 'hex'))),
      powerOff: () => reader.powerOff(),
    },
    stop: async () => {
      stopping.abort()
      await reader.close()
      await watching
    },
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const wordsOf = (exchanged: Exchanged) =>
  exchanged.is === 'answer'
    ? { ...exchanged, data: hex(exchanged.data), status: exchanged.status.toString(HEX) }
    : exchanged
