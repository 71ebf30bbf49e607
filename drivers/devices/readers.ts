import type { Swipe, SwipeFault } from '../reader/port.ts'
import { driveStripeReader, type StripeLayout } from '../reader/over-hid.ts'
import type { Driven, Driving } from './driving.ts'
import { keep } from './keeper.ts'

/** Whatever says card numbers in the clear is heard as far as to be refused. */
const LAYOUTS = {
  ...{ magnesafe: 'magnesafe', 'id-tech': 'id-tech', clear: 'magtek-classic' },
} as const satisfies Record<string, StripeLayout>

export function driveReader(driving: Driving, protocol: keyof typeof LAYOUTS): Driven {
  const { assigned, pipes, clock, tell, trace, onState } = driving
  const keeper = keep({
    ...{ pipe: pipes.hid, options: null, wanted: assigned.device, clock, onState, undrive: () => undefined },
    drive: (line, trouble) => {
      driveStripeReader(line, {
        layout: LAYOUTS[protocol],
        onSwipe: (swipe) => {
          trace(`← ${'fault' in swipe ? swipe.fault : `swipe, ${swipe.cipher}`}`)
          if ('fault' in swipe && swipe.fault === 'in-the-clear') trouble('in-the-clear')
          tell('reader.swipe', wordsOf(swipe))
        },
      })
      return null
    },
  })
  return { state: keeper.state, stop: keeper.stop, calls: {} }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** As it crosses to main: bytes as hex. */
const wordsOf = (swipe: Swipe | SwipeFault) =>
  'fault' in swipe ? swipe : { ...swipe, ksn: hex(swipe.ksn), tracks: swipe.tracks.map((track) => track && hex(track)) }
