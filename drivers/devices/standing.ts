import type { Clock } from '../clock/port.ts'
import type { Pipes } from '../pipe/port.ts'
import { driveAs } from './drivers.ts'
import type { Driven } from './driving.ts'
import type { Assigned, Role } from './port.ts'

/** What main says when the roles are given out anew. */
export interface AssignWords {
  readonly assigned: readonly Assigned[]
  /** Of the receipt paper. */
  readonly columns: number
}

/** What stands in which role. */
export interface Standing {
  /** One after the other: two drivers must not hold one device. */
  readonly assign: (words: AssignWords) => Promise<void>
  readonly driven: (role: string) => Driven | null
  /** Lets go of all of them. */
  readonly clear: () => void
}

export interface StandingParts {
  readonly pipes: Pipes
  readonly clock: Clock
  readonly tell: (name: string, value: unknown) => void
}

interface Stood {
  /** What was said of it: said alike again, it stays as it is. */
  readonly key: string
  readonly driven: Driven
}

export function makeStanding({ pipes, clock, tell }: StandingParts): Standing {
  const standing = new Map<string, Stood>()
  const told = new Map<string, string>()
  let turn: Promise<void> = Promise.resolve()

  const tellStates = () => {
    for (const [role, { driven }] of standing) {
      const state = driven.state()
      if (told.get(role) === state) continue
      told.set(role, state)
      tell('device.state', { role, state })
    }
  }
  const begin = (each: Assigned, columns: number) => {
    const { role } = each
    const trace = (text: string) => tell('device.trace', { role, text })
    return driveAs({ ...{ assigned: each, pipes, clock, columns, tell, trace }, onState: tellStates })
  }

  async function assign({ assigned, columns }: AssignWords): Promise<void> {
    const wanted = new Map<Role, Assigned>(assigned.map((each) => [each.role, each]))
    const keyOf = (each: Assigned | undefined) => JSON.stringify([each, columns])
    for (const [role, { key, driven }] of standing) {
      if (keyOf(wanted.get(role as Role)) === key) continue
      standing.delete(role)
      told.delete(role)
      await driven.stop()
    }
    for (const [role, each] of wanted) {
      if (standing.has(role)) continue
      const driven = begin(each, columns)
      if (driven) standing.set(role, { key: keyOf(each), driven })
      else tell('device.state', { role, state: 'unsupported' })
    }
    tellStates()
  }

  return {
    assign: (words) => {
      const mine = turn.then(() => assign(words))
      turn = mine.catch(() => undefined)
      return mine
    },
    driven: (role) => standing.get(role)?.driven ?? null,
    clear: () => {
      for (const { driven } of standing.values()) void driven.stop()
      standing.clear()
    },
  }
}
