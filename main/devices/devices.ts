import type { Handlers } from '#contract'
import type { DevicesView } from '#contract/devices'
import type { CashierView } from '#contract/view'
import { assignedTo, DEVICE_ROLES, type DeviceRole } from '#domain/devices'
import { onDuty } from '#domain/duty'
import { done, refused } from '#domain/result'
import type { Clock } from '#drivers/clock/port'
import { makeWithId, nameOfMake } from '#drivers/makes/makes'
import type { Log } from '#drivers/log/port'
import type { Printer } from '#drivers/printer/port'
import type { Supervised } from '#drivers/process/supervised'
import type { Random } from '#drivers/random/port'
import type { Scanner } from '#drivers/scanner/port'
import { decide, type Acts } from '../acts.ts'
import { whileOnDuty } from '../operators/on-duty.ts'
import { foundView, isChoice } from './found.ts'
import { FoundHeard, type PracticeHeard } from './heard.ts'
import { makeKnown, type Known } from './known.ts'
import { pictureOf } from './picture.ts'
import { makeProgram, type Program } from './program.ts'
import { anyScanner, eitherDrawer, eitherPrinter, type OpenDrawer } from './standing-in.ts'
import { watchTerminal, type TerminalWatched, type TerminalWatchedParts } from './terminal.ts'
import { makeTrying } from './trying.ts'

export interface DevicesParts extends Pick<TerminalWatchedParts, 'terminal'> {
  readonly acts: Acts
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** The station's own, where none is assigned. */
  readonly printer: Printer
  readonly scanner: Scanner
  /** Starts the process that drives what is plugged in. */
  readonly startProgram: () => Supervised
  readonly shop: () => { readonly name: string; readonly station: string }
  readonly onChange: () => void
}

export interface StartedDevices {
  readonly printer: Printer
  readonly openDrawer: OpenDrawer
  readonly scanner: Scanner
  readonly onSwipe: Known['onSwipe']
  readonly handlers: Handlers['devices']
  readonly lamps: () => Omit<CashierView['lamps'], 'headOffice'>
  /** Null for whom it does not concern. */
  readonly view: () => DevicesView | null
  /** Practice devices; none in live, nor while the process has not begun. */
  readonly practice: () => PracticeHeard
  /** Hands at them. */
  readonly practise: (call: 'plug' | 'use', words: object) => void
  /** Ends the process. */
  readonly stop: () => void
}

/** To look at what is plugged in: the process may only just begin. */
const LOOK_MS = 20_000
const ASSIGN_MS = 10_000
const SHOW_MS = 5_000

/** The devices that are plugged in and do something for this station. */
export function startDevices(parts: DevicesParts): StartedDevices {
  const { acts, log } = parts
  const program = makeProgram(parts.startProgram)
  const known = makeKnown(parts.clock, parts.onChange)
  const isAssigned = (role: DeviceRole) => assignedTo(acts.till(), role) !== null
  const printer = eitherPrinter(parts.printer, program, () => isAssigned('printer'))
  const terminal = watchTerminal(parts)
  const screen = showing(acts, program, () => isAssigned('display'))
  const sendAssigned = async () => {
    const process = program.running()
    if (!process?.isUp()) return
    const called = await process.call(
      'devices.assign',
      { assigned: acts.till().devices, columns: printer.columns },
      ASSIGN_MS,
    )
    if (called.is !== 'answer') log.note(`the devices were not told their roles: ${called.is}`)
    screen.tellAnew()
  }
  program.onBegun((process) => {
    known.hear(process)
    process.onUp(() => void sendAssigned())
  })
  acts.onEvent((event) => {
    screen.tell()
    if (event.is !== 'device-assigned' && event.is !== 'device-removed') return
    program.begin()
    void sendAssigned()
  })
  if (acts.till().devices.length > 0) program.begin()
  const scanners = () => DEVICE_ROLES.filter((role) => role.endsWith('scanner') && isAssigned(role))
  const scanner = anyScanner(parts.scanner, known.onCode, () => scanners().map(known.state))
  return {
    printer,
    openDrawer: eitherDrawer(printer, program, () => isAssigned('drawer')),
    scanner,
    onSwipe: known.onSwipe,
    handlers: {
      ...assigning(acts, known),
      look: looking(program, known, parts.clock),
      try: makeTrying({ ...parts, terminal, known, program, isAssigned, printer, newId: parts.random.id }),
    },
    lamps: () => lampsOf({ acts, known, program, printer }, scanner),
    view: () => viewOf({ acts, known, program, printer, terminal }),
    practice: known.practice,
    practise: (call, words) => void program.running()?.call(`practice.${call}`, words, ASSIGN_MS),
    stop: program.stop,
  }
}

/** Keeps the display on the counter as the till is: nobody waits for it, and the newest picture counts. */
function showing(acts: Acts, program: Program, isAssigned: () => boolean) {
  let last = ''
  const tell = () => {
    if (!isAssigned()) return
    const picture = pictureOf(acts.till())
    const now = JSON.stringify(picture)
    if (now === last) return
    last = now
    void program.running()?.call('display.show', picture, SHOW_MS)
  }
  const tellAnew = () => {
    last = ''
    tell()
  }
  return { tell, tellAnew }
}

function looking(program: Program, known: Known, { wait }: Clock): Handlers['devices']['look'] {
  return async () => {
    const process = program.begin()
    if (!process.isUp()) await upWithin(process, wait)
    const called = await process.call('devices.found', null, LOOK_MS)
    const read = called.is === 'answer' ? FoundHeard.safeParse(called.value) : null
    if (!read?.success) return refused('devices-away')
    known.foundNow(read.data)
    return done({})
  }
}

async function upWithin(process: Supervised, wait: Clock['wait']): Promise<void> {
  const ended = new AbortController()
  const up = new Promise<void>((resolve) => process.onUp(resolve))
  await Promise.race([up, wait(LOOK_MS, ended.signal).catch(() => undefined)])
  ended.abort()
}

function assigning(acts: Acts, known: Known): Pick<Handlers['devices'], 'assign' | 'remove'> {
  const own = whileOnDuty(acts)
  return {
    assign: (assigned, txn) =>
      decide(own, txn, ({ duty }) =>
        isChoice(known.found(), assigned)
          ? done({ event: { is: 'device-assigned', assigned, by: duty ?? '' }, answer: {} })
          : refused('no-such-device'),
      ),
    remove: ({ role }, txn) =>
      decide(own, txn, (till) =>
        assignedTo(till, role)
          ? done({ event: { is: 'device-removed', role, by: till.duty ?? '' }, answer: {} })
          : refused('no-such-device'),
      ),
  }
}

/** Its name, where this version knows it. */
function makeName(id: string): string {
  const make = makeWithId(id)
  return make ? nameOfMake(make) : id
}

/** Of a role that has a device; while the process is away none of them is there. */
const stateOf = (role: DeviceRole, { known, program }: Pick<Viewed, 'known' | 'program'>) =>
  (program.running()?.isUp() ? known.state(role) : null) ?? 'absent'

interface Viewed {
  readonly acts: Acts
  readonly known: Known
  readonly program: Program
  readonly printer: Printer
}

const lampsOf = ({ acts, ...viewed }: Viewed, scanner: Scanner): ReturnType<StartedDevices['lamps']> => ({
  ...{ scanner: scanner.status(), printer: viewed.printer.status() },
  devices: acts
    .till()
    .devices.flatMap(({ role }) => (role === 'printer' ? [] : [{ role, state: stateOf(role, viewed) }])),
})

function viewOf({ terminal, ...viewed }: Viewed & { readonly terminal: TerminalWatched }): DevicesView | null {
  const { acts, known, program, printer } = viewed
  const till = acts.till()
  const role = onDuty(till)?.role
  if (role !== 'manager' && role !== 'it') return null
  const process = program.running()
  const isUp = process?.isUp() ?? false
  return {
    program: process ? (isUp ? 'up' : 'down') : 'off',
    roles: DEVICE_ROLES.map((each) => {
      const assigned = assignedTo(till, each)
      // A printer says itself how it is; without one that is assigned, the station's own does.
      const state = each === 'printer' ? printer.status() : assigned && stateOf(each, { known, program })
      return {
        ...{ role: each, device: assigned?.device ?? null, make: assigned && makeName(assigned.make) },
        // What stood there before it did is no news of what stands there now.
        ...{ state, did: assigned || each === 'printer' ? known.did(each) : null },
      }
    }),
    terminal: terminal.view(),
    found: foundView(known.found()),
    trace: [...known.trace()],
  }
}
