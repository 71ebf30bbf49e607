import { makeCd5220 } from '../display/cd5220.ts'
import { makeDmD } from '../display/dm-d.ts'
import { LED8 } from '../display/led8.ts'
import { makePole } from '../display/pole.ts'
import type { DisplayCoder, Picture } from '../display/port.ts'
import type { Make } from '../makes/make.ts'
import type { Found, Trouble } from '../pipe/port.ts'
import { isSame } from './port.ts'
import type { Driven, Driving } from './driving.ts'

type Speaks = Extract<Make['speaks'], { readonly role: 'display' }>

/** As most of them leave the maker. */
const BAUD = 2_400
const TRY: Picture = { is: 'amount', kind: 'total', amount: '88.88' }
/** A picture is there, or is not, well within, ms. */
const SHOWN_MS = 2_000

const CODERS: Readonly<Record<Speaks['protocol'], (speaks: Speaks) => DisplayCoder>> = {
  led8: () => LED8,
  cd5220: ({ codePage }) => makeCd5220(codePage),
  'dm-d': ({ codePage }) => makeDmD(codePage),
}

export function driveDisplay(driving: Driving, speaks: Speaks): Driven {
  const { assigned, pipes, clock, trace, onState } = driving
  const stopping = new AbortController()
  let trouble: Trouble | null = null
  const display = makePole({
    ...{ serial: pipes.serial, wait: clock.wait, coder: CODERS[speaks.protocol](speaks) },
    options: { baud: speaks.baud ?? BAUD },
    pick: (found: readonly Found[]) => found.find((each) => isSame(assigned.device, each)) ?? null,
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
