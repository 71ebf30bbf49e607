import type { Log } from '../log/port.ts'
import type { Make } from '../makes/make.ts'
import { makePinPad } from '../pin-pad/pad.ts'
import { noteOf, type PinEntered, type PinEntry, type PinPadStatus } from '../pin-pad/port.ts'
import { GENERIC_Z } from '../pin-pad/profile.ts'
import { isSame, type DeviceState } from './port.ts'
import type { Driven, Driving } from './driving.ts'

type Speaks = Extract<Make['speaks'], { readonly role: 'pinPad' }>

const BAUD = 9_600
/** Between two looks at a pad that nobody uses: it may have been switched off, ms. */
const LOOK_MS = 10_000
const STATES: Readonly<Record<PinPadStatus, DeviceState>> = {
  ...{ absent: 'absent', busy: 'busy', denied: 'denied', fault: 'fault', silent: 'absent', ready: 'ready' },
}
/** A card that is nobody's, from the range of test cards; and a PIN nobody has. */
const TRY: PinEntry = {
  ...{ card: '6222020000000015', amount: 1, by: { mode: 'dukpt', cipher: 'tdes' } },
  ...{ min: 4, max: 6, seconds: 60 },
}

export function drivePinPad(driving: Driving, { baud }: Speaks): Driven {
  const { assigned, pipes, clock, trace, onState } = driving
  const stopping = new AbortController()
  const isOver = () => stopping.signal.aborted
  // Of what it does no more than words; a block and the number of its key are worth a PIN to a thief.
  const log: Log = { note: (_what, fields) => trace(fields?.why ?? ''), fault: (what) => trace(`✕ ${what}`) }
  const pad = makePinPad({
    ...{ serial: pipes.serial, clock, log, profile: GENERIC_Z, options: { baud: baud ?? BAUD } },
    isOurs: (found) => isSame(assigned.device, found),
  })
  pad.onStatus(onState)
  const watch = async () => {
    while (!isOver()) {
      await pad.look()
      await clock.wait(LOOK_MS, stopping.signal).catch(() => undefined)
    }
  }
  pipes.serial.onChange(() => {
    if (!isOver()) void pad.look()
  })
  const watching = watch()
  return {
    state: () => STATES[pad.status()],
    calls: {
      try: async () => triedOf(await pad.readPin(TRY)),
      withdraw: () => {
        pad.withdraw()
        return Promise.resolve(null)
      },
    },
    stop: async () => {
      stopping.abort()
      await pad.close()
      await watching
    },
  }
}

const WORDS: Readonly<Partial<Record<PinEntered['is'], string>>> = {
  ...{ entered: 'pin-entered', cancelled: 'pin-cancelled', withdrawn: 'pin-cancelled', late: 'pin-late' },
}

/** What a try came to. The PIN block is thrown away. */
const triedOf = (entered: PinEntered) => ({
  what: WORDS[entered.is] ?? 'pin-failed',
  text: entered.is === 'entered' ? '' : noteOf(entered),
})
