import type { OddGadget } from '../../../drivers/gadget/odd.ts'
import { makeOdd } from '../../../drivers/gadget/odd.ts'
import type { UsbLine } from '../../../drivers/pipe/port.ts'
import type { Plugged } from '../bench.ts'
import { openAt, plugging, type Hands } from '../case.ts'

/** What the odd device's interface is: a vendor's own. */
export const VENDOR = { interfaceClass: 0xff }
export const LIMIT_MS = 5_000
export const SHORT_MS = 1_000

/** An odd device, plugged in and open. */
export const withOdd = (hands: Hands, work: (line: UsbLine, odd: OddGadget, plugged: Plugged) => Promise<void>) => {
  const odd = makeOdd()
  return plugging(hands, [odd], async (plugged) => {
    const line = await openAt(hands.real.usb, plugged, VENDOR)
    try {
      await work(line, odd, plugged)
    } finally {
      await line.close()
    }
  })
}
