import type { Pipe, Pipes } from './port.ts'

/** Two machines' sockets as one: what was found on which is asked of that one again. */
export const bothPipes = (one: Pipes, other: Pipes): Pipes => ({
  usb: both(one.usb, other.usb),
  hid: both(one.hid, other.hid),
  serial: both(one.serial, other.serial),
})

const both = <Line, Options>(one: Pipe<Line, Options>, other: Pipe<Line, Options>): Pipe<Line, Options> => ({
  list: async () => (await Promise.all([one.list(), other.list()])).flat(),
  onChange: (listener) => {
    one.onChange(listener)
    other.onChange(listener)
  },
  open: async (found, options) => {
    const isOnes = (await one.list()).some(({ path }) => path === found.path)
    return isOnes ? one.open(found, options) : other.open(found, options)
  },
  close: () => {
    one.close()
    other.close()
  },
})
