import { parseArgs } from 'node:util'

const VERBS = ['migrate', 'run', 'check', 'status', 'enrol', 'revoke', 'rescan'] as const
export type Verb = (typeof VERBS)[number]

export interface Asked {
  readonly verb: Verb
  readonly database: string
  /** Shop, station, key: as many as the verb names. */
  readonly names: readonly string[]
  /** A file of a hub's messages. */
  readonly from: string | null
  /** Head office's folder, which says where its hub is and how it is let in. */
  readonly hub: string | null
  /** Port of the metrics on this machine; null: none. */
  readonly metrics: number | null
  /** A station is told at most so often how far the ledger has it, in seconds; null: as the program has it. */
  readonly marks: number | null
}

/** How many names follow a verb. */
const NAMES: Readonly<Record<Verb, number>> = {
  ...{ migrate: 0, run: 0, check: 0, status: 0, rescan: 0 },
  ...{ enrol: 3, revoke: 2 },
}
const SHOP = /^[\w-]{1,32}$/
const STATION = /^\d{2,3}$/
const PORT = /^\d{1,5}$/
const PORT_MAX = 65_535
/** Up to some hours. */
const SECONDS = /^[1-9]\d{0,3}$/

const TEXT = { type: 'string' } as const
const OPTIONS = { database: TEXT, from: TEXT, hub: TEXT, metrics: TEXT, marks: TEXT }

/** Null where it is not to be understood. `fallback`: the database where none is named. */
export function readArguments(args: readonly string[], fallback: string | null): Asked | null {
  const read = parsed(args)
  if (!read) return null
  const [first, ...names] = read.positionals
  const verb = VERBS.find((each) => each === first)
  const { from = null, hub = null, metrics = null, marks = null } = read.values
  const database = read.values.database ?? fallback
  if (!verb || database === null || names.length !== NAMES[verb]) return null
  if (verb !== 'run' && [from, hub, metrics, marks].some((each) => each !== null)) return null
  if (from !== null && hub !== null) return null
  const [shop, station] = names
  if ((shop !== undefined && !SHOP.test(shop)) || (station !== undefined && !STATION.test(station))) return null
  if (metrics !== null && (!PORT.test(metrics) || Number(metrics) > PORT_MAX)) return null
  if (marks !== null && !SECONDS.test(marks)) return null
  return {
    marks: marks === null ? null : Number(marks),
    verb,
    database,
    names,
    from,
    hub,
    metrics: metrics === null ? null : Number(metrics),
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch {
    // It says only by throwing that it does not know an option.
    return null
  }
}
