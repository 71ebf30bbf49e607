import type { DevicesView, DeviceStateView } from '#contract/devices'
import type { DeviceRole } from '#domain/devices'
import type { Clock } from '#drivers/clock/port'
import type { Swipe, SwipeFault } from '#drivers/reader/port'
import type { Supervised } from '#drivers/process/supervised'
import type { z } from 'zod'
import { CardHeard, CodeHeard, StateHeard, SwipeHeard, TraceHeard, type FoundHeard } from './heard.ts'
import { shownCode, shownSwipe } from './shown.ts'

type State = z.infer<typeof DeviceStateView>
type Did = NonNullable<DevicesView['roles'][number]['did']>

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
  readonly onCode: (listener: (code: string) => void) => void
  readonly onSwipe: (listener: (swipe: Swipe | SwipeFault) => void) => void
  /** Hears what the process tells. */
  readonly hear: (process: Supervised) => void
}

export function makeKnown(clock: Pick<Clock, 'nowMs'>, onChange: () => void): Known {
  const states = new Map<DeviceRole, State>()
  const dids = new Map<DeviceRole, Did>()
  let found: FoundHeard | null = null
  let trace: DevicesView['trace'] = []
  const codes: ((code: string) => void)[] = []
  const swipes: ((swipe: Swipe | SwipeFault) => void)[] = []
  const tell: Known['tell'] = (role, did) => {
    dids.set(role, { ...did, atMs: clock.nowMs() })
    onChange()
  }
  const heard: Readonly<Record<string, (value: unknown) => void>> = {
    'device.state': (value) => {
      const read = StateHeard.safeParse(value)
      if (!read.success) return
      states.set(read.data.role, read.data.state)
      onChange()
    },
    'scanner.code': (value) => {
      const read = CodeHeard.safeParse(value)
      if (!read.success) return
      tell(read.data.role, { what: 'scanned', text: shownCode(read.data.code) })
      for (const listener of codes) listener(read.data.code)
    },
    'reader.swipe': (value) => {
      const read = SwipeHeard.safeParse(value)
      if (!read.success) return
      tell('reader', shownSwipe(read.data))
      for (const listener of swipes) listener(read.data)
    },
    'chip.card': (value) => {
      const read = CardHeard.safeParse(value)
      if (read.success) tell('chip', { what: read.data.present ? 'card-in' : 'card-out', text: '' })
    },
    'device.trace': (value) => {
      const read = TraceHeard.safeParse(value)
      if (read.success) trace = [...trace, { ...read.data, atMs: clock.nowMs() }].slice(-TRACE_MAX)
    },
  }
  return {
    state: (role) => states.get(role) ?? null,
    did: (role) => dids.get(role) ?? null,
    tell,
    found: () => found,
    foundNow: (now) => {
      found = now
      onChange()
    },
    trace: () => trace,
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
