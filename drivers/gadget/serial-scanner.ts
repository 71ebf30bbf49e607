import { makeAcm, type Acm } from './acm.ts'
import type { Gadget } from './port.ts'

/** A scanner that looks like a serial line: the text of a code and what ends it. */
export interface SerialScannerGadget extends Gadget, Pick<Acm, 'say' | 'coding' | 'isListenedTo'> {
  readonly scan: (code: string) => void
  /** What the host has sent. */
  readonly heard: () => Uint8Array
  /** From now on it takes nothing (NAK), or takes again. */
  readonly refuse: (isRefusing: boolean) => void
}

export interface SerialScannerMake {
  readonly suffix?: string
  readonly vendor?: number
  readonly product?: number
  readonly serial?: string
}

const HEARD_BYTES_MAX = 65_536

export function makeSerialScanner(make: SerialScannerMake = {}): SerialScannerGadget {
  const { suffix = '\r', vendor = 0x05e0, product = 0x1701, serial = 'SCANNER-2' } = make
  const [maker, name] = ['cashier-station', 'Serial scanner']
  let heard = Buffer.alloc(0)
  let again: (() => void)[] | null = null
  const { gadget, ...line } = makeAcm({
    ...{ vendor, product, strings: serial === '' ? [maker, name] : [maker, name, serial] },
    take: async (bytes, stop) => {
      while (again) await untilAgain(again, stop)
      heard = Buffer.concat([heard, bytes]).subarray(0, HEARD_BYTES_MAX)
      return 'taken'
    },
  })
  return {
    ...{ ...gadget, ...line },
    scan: (code) => line.say(Buffer.from(code + suffix, 'latin1')),
    heard: () => heard,
    refuse: (isRefusing) => {
      const waiting = again
      again = isRefusing ? (again ?? []) : null
      if (!isRefusing) for (const go of waiting ?? []) go()
    },
  }
}

const untilAgain = (again: (() => void)[], stop: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    again.push(resolve)
    stop.addEventListener('abort', () => reject(new Error('the host gave up')), { once: true })
  })
