import type { Clock } from '#drivers/clock/port'
import { runDeviceHost } from '#drivers/devices/host'
import type { Log } from '#drivers/log/port'
import { makeVirtualSockets, type VirtualSockets } from '#drivers/pipe/virtual'
import { makeLoopback } from '#drivers/process/loopback'
import type { Child } from '#drivers/process/port'
import { supervise, type Supervised } from '#drivers/process/supervised'

/** What is plugged into a station of tests, and the program that drives it, which is none of its own here. */
export interface Plugged {
  readonly sockets: VirtualSockets
  readonly startProgram: () => Supervised
  /** Ends the program as a crash of a driver does; it is begun anew. */
  readonly crash: () => void
}

export function makePlugged(clock: Clock, log: Log): Plugged {
  const sockets = makeVirtualSockets(clock)
  let newest: Child | null = null
  const start = makeLoopback((parent) => runDeviceHost(parent, { pipes: sockets.pipes, clock, practice: null }))
  let running: Supervised | null = null
  return {
    sockets,
    startProgram: () => {
      // A station that was killed took its program with it.
      running?.stop()
      running = supervise({ start: () => (newest = start()), clock, log, name: 'devices' })
      return running
    },
    crash: () => newest?.kill(),
  }
}
