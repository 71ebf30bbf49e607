import type { DevicesView, DeviceStateView } from '#contract/devices'
import type { DeviceRole } from '#domain/devices'
import type { Clock } from '#drivers/clock/port'
import type { Swipe, SwipeFault } from '#drivers/reader/port'
import type { Supervised } from '#drivers/process/supervised'
import type { z } from 'zod'
import { CardHeard, CodeHeard, PracticeHeard, StateHeard, SwipeHeard, TraceHeard, type FoundHeard } from './heard.ts'
import { shownCode, shownSwipe } from './shown.ts'

type State = z.infer<typeof DeviceStateView>
export type Did = NonNullable<DevicesView['roles'][number]['did']>

/** Lines of the trace that are kept: what a person looks through. */
const TRACE_MAX = 60

/** What is known of the devices just now; gone with the program. */
export interface Known {
  readonly state: (role: DeviceRole) => State | null
  readonly did: (role: DeviceRole) => Did | null
  readonly tell: (role: DeviceRole, did: Omit<Did, 'atMs'>) => void
  readonly found: () => FoundHeard | null
  readonly foundNow: (found: FoundHeard | null) => void
  readonly trace: () => DevicesView['trace']
  readonly practice: () => PracticeHeard
  readonly onCode: (listener: (code: string) => void) => void
  readonly onSwipe: (listener: (swipe: Swipe | SwipeFault) => void) => void
  /** Hears what the process tells. */
  readonly hear: (process: Supervised) => void
}

type Listeners<Value> = ((value: Value) => void)[]

export function makeKnown(clock: Pick<Clock, 'nowMs'>, onChange: () => void): Known {
  const states = new Map<DeviceRole, State>()
  const dids = new Map<DeviceRole, Did>()
  let found: FoundHeard | null = null
  let trace: DevicesView['trace'] = []
  let practice: PracticeHeard = []
  const codes: Listeners<string> = []
  const swipes: Listeners<Swipe | SwipeFault> = []
  const tell: Known['tell'] = (role, did) => {
    dids.set(role, { ...did, atMs: clock.nowMs() })
    onChange()
  }
  const heard = hearing({
    ...{ tell, codes, swipes },
    turned: (role, state) => {
      states.set(role, state)
      onChange()
    },
    practised: (now) => {
      practice = now
      onChange()
    },
    traced: (role, text) => {
      trace = [...trace, { role, text, atMs: clock.nowMs() }].slice(-TRACE_MAX)
    },
  })
  return {
    state: (role) => states.get(role) ?? null,
    did: (role) => dids.get(role) ?? null,
    ...{ tell, found: () => found, trace: () => trace, practice: () => practice },
    foundNow: (now) => {
      found = now
      onChange()
    },
    onCode: (listener) => void codes.push(listener),
    onSwipe: (listener) => void swipes.push(listener),
    hear: (process) => {
      process.onEvent((name, value) => {
        if (Object.hasOwn(heard, name)) heard[name]?.(value)
      })
      // How each was when the process went away says nothing of how it is.
      process.onUp(() => {
        states.clear()
        onChange()
      })
    },
  }
}

interface Hearing extends Pick<Known, 'tell'> {
  readonly codes: Listeners<string>
  readonly swipes: Listeners<Swipe | SwipeFault>
  readonly turned: (role: DeviceRole, state: State) => void
  readonly practised: (practice: PracticeHeard) => void
  readonly traced: (role: DeviceRole, text: string) => void
}

/** What each event of the process comes to; what has not the shape of one is none. */
function hearing({
  tell,
  codes,
  swipes,
  turned,
  traced,
  practised,
}: Hearing): Readonly<Record<string, (value: unknown) => void>> {
  const when =
    <Value>(schema: z.ZodType<Value>, then: (value: Value) => void) =>
    (said: unknown) => {
      const read = schema.safeParse(said)
      if (read.success) then(read.data)
    }
  return {
    'device.state': when(StateHeard, ({ role, state }) => turned(role, state)),
    'practice.state': when(PracticeHeard, practised),
    'device.trace': when(TraceHeard, ({ role, text }) => traced(role, text)),
    'scanner.code': when(CodeHeard, ({ role, code }) => {
      tell(role, { what: 'scanned', text: shownCode(code) })
      for (const listener of codes) listener(code)
    }),
    'reader.swipe': when(SwipeHeard, (swipe) => {
      tell('reader', shownSwipe(swipe))
      for (const listener of swipes) listener(swipe)
    }),
    'chip.card': when(CardHeard, ({ present }) => tell('chip', { what: present ? 'card-in' : 'card-out', text: '' })),
  }
}
