import type { ByteLine, Sent } from '../pipe/port.ts'
import type { Drawer, DrawerOutcome } from './port.ts'

/** From the hand at the key to the pulse: what takes longer comes when nobody expects it any more. */
export const OPEN_MS = 1_000

const OUTCOMES: Readonly<Record<Sent, DrawerOutcome>> = { all: 'given', some: 'unknown', none: 'refused' }

/**
 * A trigger or relay on a serial line that is held open: some open the drawer when the line is opened. `pulse`: what
 * opens it, as its sheet says, which is one byte in most.
 */
export const makeSerialDrawer = (line: Pick<ByteLine, 'write'>, pulse: Uint8Array): Drawer => ({
  open: async () => OUTCOMES[await line.write(pulse, OPEN_MS)],
})
