import type { Drawer } from '../drawer/port.ts'
import { makeSerialDrawer } from '../drawer/serial.ts'
import type { Make } from '../makes/make.ts'
import type { Driven, Driving } from './driving.ts'
import { keep } from './keeper.ts'

type Speaks = Extract<Make['speaks'], { readonly role: 'drawer' }>

const BAUD = 9_600

export function driveDrawer(driving: Driving, { baud, pulse }: Speaks): Driven {
  const { assigned, pipes, clock, trace, onState } = driving
  let drawer: Drawer | null = null
  const keeper = keep({
    ...{ pipe: pipes.serial, options: { baud: baud ?? BAUD }, wanted: assigned.device, clock, onState },
    drive: (line) => {
      drawer = makeSerialDrawer(line, Buffer.from(pulse, 'hex'))
    },
    // A line that is gone takes no pulse any more.
    undrive: () => undefined,
  })
  const open = async () => {
    const outcome = drawer ? await drawer.open() : 'refused'
    trace(`→ a pulse: ${outcome}`)
    return outcome
  }
  return {
    state: keeper.state,
    calls: {
      open,
      try: async () => ({ what: `drawer-${await open()}`, text: '' }),
    },
    stop: keeper.stop,
  }
}
