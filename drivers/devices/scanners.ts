import { driveHidScanner } from '../scanner/over-hid.ts'
import { driveSerialScanner } from '../scanner/over-serial.ts'
import type { Make } from '../makes/make.ts'
import type { Driven, Driving } from './driving.ts'
import { keep } from './keeper.ts'

/** Where the make says nothing: the line is then only a USB one that looks like it, and its speed of no account. */
const BAUD = 9_600

type Speaks = Extract<Make['speaks'], { readonly role: 'scanner' }>

export function driveScanner(driving: Driving, { protocol, baud }: Speaks): Driven {
  const { assigned, pipes, clock, tell, trace, onState } = driving
  const onCode = (code: string) => {
    trace(`← ${code.length} characters`)
    tell('scanner.code', { role: assigned.role, code })
  }
  const shared = { wanted: assigned.device, clock, onState, undrive: (end: () => void) => end() }
  const parts = { wait: clock.wait, onCode }
  const keeper =
    protocol === 'hid-pos'
      ? keep({ ...shared, pipe: pipes.hid, options: null, drive: (line) => driveHidScanner(line, parts) })
      : keep({
          ...shared,
          pipe: pipes.serial,
          options: { baud: baud ?? BAUD },
          drive: (line) => driveSerialScanner(line, parts),
        })
  return { state: keeper.state, stop: keeper.stop, calls: {} }
}
