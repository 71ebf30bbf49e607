import type { Clock } from '../clock/port.ts'
import type { Shelf } from '../gadget/shelf.ts'
import type { Pipes } from '../pipe/port.ts'
import type { Parent } from '../process/port.ts'
import { serve } from '../process/served.ts'
import { candidatesFor, driveAs } from './drivers.ts'
import type { Driven } from './driving.ts'
import { nameOf, type Assigned, type Role } from './port.ts'

/** What main says when the roles are given out anew. */
export interface AssignWords {
  readonly assigned: readonly Assigned[]
  /** Of the receipt paper. */
  readonly columns: number
}

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
 * `devices.assign`, `devices.found`, and of each role what its driver answers to, such as `printer.print`. Gives what lets go of them all.
 */
export function runDeviceHost(parent: Parent, { pipes, clock, practice }: DeviceHostParts): () => void {
  const standing = new Map<Role, { readonly key: string; readonly driven: Driven }>()
  const told = new Map<Role, string>()
  /** Assignments, one after the other: two programs must not hold one device. */
  let turn: Promise<unknown> = Promise.resolve()

  const tellStates = () => {
    for (const [role, { driven }] of standing) {
      const state = driven.state()
      if (told.get(role) === state) continue
      told.set(role, state)
      tell('device.state', { role, state })
    }
  }

  async function assign({ assigned, columns }: AssignWords): Promise<null> {
    const wanted = new Map(assigned.map((each) => [each.role, { each, key: JSON.stringify([each, columns]) }]))
    for (const [role, { key, driven }] of standing) {
      if (wanted.get(role)?.key === key) continue
      standing.delete(role)
      told.delete(role)
      await driven.stop()
    }
    for (const [role, { each, key }] of wanted) {
      if (standing.has(role)) continue
      const driven = driveAs({
        ...{ assigned: each, pipes, clock, columns, tell, onState: tellStates },
        trace: (text) => tell('device.trace', { role, text }),
      })
      if (driven) standing.set(role, { key, driven })
      else tell('device.state', { role, state: 'unsupported' })
    }
    tellStates()
    return null
  }

  async function found() {
    const all = await Promise.all([pipes.usb.list(), pipes.hid.list(), pipes.serial.list()])
    return all
      .flat()
      .map((each) => ({ device: nameOf(each), name: each.name, makes: candidatesFor(each) }))
      .filter(({ makes }) => makes.length > 0)
      .slice(0, FOUND_MAX)
  }

  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  const tell = serve(parent, (name) => {
    // Main's own words, made by the same build.
    if (name === 'devices.assign') return (input) => inTurn(() => assign(input as AssignWords))
    if (name === 'devices.found') return found
    if (practice && name === 'practice.plug') return (input) => practised(input, practice.plug)
    if (practice && name === 'practice.use') return (input) => practised(input, practice.use)
    const [role = '', call = ''] = name.split('.')
    const driven = standing.get(role as Role)?.driven
    return driven && Object.hasOwn(driven.calls, call) ? (driven.calls[call] ?? null) : null
  })
  const tellPractice = () => tell('practice.state', practice?.state() ?? [])
  practice?.onChange(tellPractice)
  if (practice) tellPractice()
  return () => {
    for (const { driven } of standing.values()) void driven.stop()
    standing.clear()
  }
}

const practised = <Given>(input: unknown, act: (name: string, given: Given) => unknown): Promise<null> => {
  // Main's own words, as above.
  const { name, given } = input as { readonly name: string; readonly given: Given }
  act(name, given)
  return Promise.resolve(null)
}
