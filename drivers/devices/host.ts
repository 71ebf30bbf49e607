import type { Clock } from '../clock/port.ts'
import type { Shelf } from '../gadget/shelf.ts'
import type { Pipes } from '../pipe/port.ts'
import type { Parent } from '../process/port.ts'
import { serve, type Call } from '../process/served.ts'
import { candidatesFor } from './drivers.ts'
import { nameOf } from './port.ts'
import { makeStanding, type AssignWords } from './standing.ts'

export interface DeviceHostParts {
  readonly pipes: Pipes
  readonly clock: Clock
  /** Virtual devices and the hands at them; null in live. */
  readonly practice: Shelf | null
}

/** As many as a counter never has; a hub that lies stops there. */
const FOUND_MAX = 200

/**
 * The program that drives the devices: what stands in which role is told by main, and kept open here. Its calls are
 * `devices.assign`, `devices.found`, and of each role what its driver answers to, such as `printer.print`. Gives what
 * lets go of them all.
 */
export function runDeviceHost(parent: Parent, { pipes, clock, practice }: DeviceHostParts): () => void {
  const standing = makeStanding({ pipes, clock, tell: (name, value) => tell(name, value) })
  const own: Readonly<Record<string, Call>> = {
    // Main's own words, made by the same build; as are those of practice.
    'devices.assign': (input) => standing.assign(input as AssignWords).then(() => null),
    'devices.found': () => foundIn(pipes),
    ...(practice && practiceCalls(practice)),
  }
  const tell = serve(parent, (name) => {
    if (Object.hasOwn(own, name)) return own[name] ?? null
    const [role = '', call = ''] = name.split('.')
    const calls = standing.driven(role)?.calls ?? {}
    return Object.hasOwn(calls, call) ? (calls[call] ?? null) : null
  })
  if (practice) void tellPractice(practice, clock, tell)
  return standing.clear
}

/** What is seen on practice devices changes as they are used, ms. */
const PRACTICE_MS = 300

async function tellPractice(practice: Shelf, { wait }: Clock, tell: (name: string, value: unknown) => void) {
  let last = ''
  for (;;) {
    const state = practice.state()
    const now = JSON.stringify(state)
    if (now !== last) tell('practice.state', state)
    last = now
    await wait(PRACTICE_MS)
  }
}

async function foundIn(pipes: Pipes) {
  const all = await Promise.all([pipes.usb.list(), pipes.hid.list(), pipes.serial.list()])
  return all
    .flat()
    .map((found) => ({ device: nameOf(found), name: found.name, makes: candidatesFor(found) }))
    .filter(({ makes }) => makes.length > 0)
    .slice(0, FOUND_MAX)
}

interface PracticeWords {
  readonly name: string
  readonly isIn: boolean
  readonly text: string
}

const practiceCalls = ({ plug, use }: Shelf): Record<string, Call> => {
  const by = (act: (words: PracticeWords) => unknown) => (input: unknown) => {
    act(input as PracticeWords)
    return Promise.resolve(null)
  }
  return {
    'practice.plug': by(({ name, isIn }) => plug(name, isIn)),
    'practice.use': by(({ name, text }) => use(name, text)),
  }
}
