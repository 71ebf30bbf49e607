import { driveHidScanner } from '../scanner/over-hid.ts'
import { driveSerialScanner } from '../scanner/over-serial.ts'
import type { Driven, Driving } from './driving.ts'
import { keep } from './keeper.ts'

/** The line is only a USB one that looks like it, so that its speed is of no account; a real one is set up to this. */
const BAUD = 9_600

export function driveScanner(driving: Driving, by: 'hid-pos' | 'serial-text'): Driven {
  const { assigned, pipes, clock, tell, trace, onState } = driving
  const onCode = (code: string) => {
    trace(`← ${code.length} characters`)
    tell('scanner.code', { role: assigned.role, code })
  }
  const shared = { wanted: assigned.device, clock, onState, undrive: (end: () => void) => end() }
  const parts = { wait: clock.wait, onCode }
  const keeper =
    by === 'hid-pos'
      ? keep({ ...shared, pipe: pipes.hid, options: null, drive: (line) => driveHidScanner(line, parts) })
      : keep({
          ...shared,
          pipe: pipes.serial,
          options: { baud: BAUD },
          drive: (line) => driveSerialScanner(line, parts),
        })
  return { state: keeper.state, stop: keeper.stop, calls: {} }
}
