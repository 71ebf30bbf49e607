import type { Clock } from '../clock/port.ts'
import { makeRealClock } from '../clock/real.ts'
import type { Pipe, Pipes } from './port.ts'

/**
 * The pipes of the machine this runs on. Each package with a native part is loaded when its pipe is first used: one
 * that can not be loaded takes down its own pipe, which then finds nothing, and no other.
 */
export function makeRealPipes(clock: Pick<Clock, 'wait' | 'elapsedMs'> = makeRealClock()): Pipes {
  const hid = lazily(async () => (await import('./hid.ts')).makeHidPipe(clock))
  const serial = lazily(async () => (await import('./serial.ts')).makeSerialPipe(clock))
  const usb = lazily(async () => {
    const pipe = await (await import('./usb.ts')).makeUsbPipe(clock)
    // The system tells of USB alone; the others look when it does.
    pipe.onWord(() => {
      for (const other of [hid, serial]) other.inUse()?.look()
    })
    return pipe
  })
  return { usb: usb.pipe, hid: hid.pipe, serial: serial.pipe }
}

interface Lazy<Line, Options, Made extends Pipe<Line, Options>> {
  readonly pipe: Pipe<Line, Options>
  /** Null while it is not, and where it can not be. */
  readonly inUse: () => Made | null
}

function lazily<Line, Options, Made extends Pipe<Line, Options>>(
  make: () => Promise<Made & Pipe<Line, Options>>,
): Lazy<Line, Options, Made> {
  let made: Made | null = null
  let making: Promise<Made | null> | null = null
  let isClosed = false
  const use = () =>
    (making ??= make().then(
      (pipe) => {
        made = pipe
        if (isClosed) pipe.close()
        return pipe
      },
      () => null,
    ))
  const pipe: Pipe<Line, Options> = {
    list: async () => (await use())?.list() ?? [],
    onChange: (listener) => void use().then((pipe) => pipe?.onChange(listener)),
    open: async (found, options) => (await use())?.open(found, options) ?? { ok: false, why: 'unsupported' },
    close: () => {
      isClosed = true
      made?.close()
    },
  }
  return { pipe, inUse: () => made }
}
