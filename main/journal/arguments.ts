import { readAnchor, type Anchor } from '#domain/anchor'
import type { FindAsked } from './find-command.ts'
import { readWanted } from './finding.ts'

const VERBS = ['verify', 'find', 'stats'] as const
export type Verb = (typeof VERBS)[number]

export interface Asked {
  readonly verb: Verb
  /** The data folder. */
  readonly named: string | undefined
  /** What a receipt says of its record. */
  readonly anchor: Anchor | null
  readonly find: FindAsked | null
}

/** Null where it is not to be understood. */
export function readArguments([first, ...rest]: readonly string[]): Asked | null {
  const verb = VERBS.find((each) => each === first)
  const scan = verb === 'find' && rest.includes(SCAN)
  const split = verb && splitOptions(scan ? rest.toSpliced(rest.indexOf(SCAN), 1) : rest)
  if (!split || split.names.length > 1) return null
  const [named] = split.names
  const { options } = split
  const asked = { verb, named, anchor: null, find: null }
  if (verb === 'find') {
    const { limit, ...others } = withoutLimit(options)
    const wanted = readWanted(others.options)
    return wanted && !Number.isNaN(limit) ? { ...asked, find: { wanted, limit, scan } } : null
  }
  if (options.size === 0) return asked
  const anchor = verb === 'verify' && options.size === 1 ? readAnchor(options.get('--head') ?? '') : null
  return anchor && { ...asked, anchor }
}

const SCAN = '--scan'
const LIMIT = '--limit'

/** How many are wanted: null for all, NaN where it is not understood. */
function withoutLimit(options: ReadonlyMap<string, string>) {
  const typed = options.get(LIMIT)
  const limit = typed === undefined ? null : /^[1-9]\d{0,5}$/.test(typed) ? Number(typed) : Number.NaN
  return { limit, options: new Map([...options].filter(([name]) => name !== LIMIT)) }
}

/** Options with their values, and what else was typed; null where a value is missing or an option comes twice. */
function splitOptions(
  typed: readonly string[],
): { readonly options: ReadonlyMap<string, string>; readonly names: readonly string[] } | null {
  const options = new Map<string, string>()
  const names: string[] = []
  for (let at = 0; at < typed.length; at++) {
    const word = typed[at] ?? ''
    if (!word.startsWith('-')) {
      names.push(word)
      continue
    }
    const value = typed[++at]
    if (value === undefined || options.has(word)) return null
    options.set(word, value)
  }
  return { options, names }
}
