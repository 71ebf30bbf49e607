import { coderOf } from '../display/coders.ts'
import { makePole } from '../display/pole.ts'
import type { Picture } from '../display/port.ts'
import type { Make } from '../makes/make.ts'
import type { Trouble } from '../pipe/port.ts'
import { pickOf } from './port.ts'
import type { Driven, Driving } from './driving.ts'

type Speaks = Extract<Make['speaks'], { readonly role: 'display' }>

/** As most of them leave the maker. */
const BAUD = 2_400
const TRY: Picture = { is: 'amount', kind: 'total', amount: '88.88' }
/** A picture is there, or is not, well within, ms. */
const SHOWN_MS = 2_000

export function driveDisplay(driving: Driving, speaks: Speaks): Driven {
  const { assigned, pipes, clock, trace, onState } = driving
  const stopping = new AbortController()
  let trouble: Trouble | null = null
  const display = makePole({
    ...{ serial: pipes.serial, wait: clock.wait, coder: coderOf(speaks) },
    options: { baud: speaks.baud ?? BAUD },
    pick: pickOf(assigned.device),
    onTrouble: (why) => {
      trouble = why
      trace(`✕ ${why}`)
      onState()
    },
  })
  display.onStatus(() => {
    if (display.status() === 'ready') trouble = null
    onState()
  })
  const watching = display.watch(stopping.signal)

  const show = (picture: Picture) => {
    trace(`→ ${picture.is === 'amount' ? `${picture.kind} ${picture.amount}` : picture.is}`)
    display.show(picture)
  }
  return {
    state: () => (display.status() === 'ready' ? 'ready' : (trouble ?? 'absent')),
    calls: {
      // Main's own words, made by the same build.
      show: (picture) => {
        show(picture as Picture)
        return Promise.resolve(null)
      },
      try: async () => {
        show(TRY)
        await clock.wait(SHOWN_MS)
        const isShown = display.status() === 'ready'
        return { what: isShown ? 'display-shown' : 'display-failed', text: '' }
      },
    },
    stop: async () => {
      stopping.abort()
      await watching
    },
  }
}
