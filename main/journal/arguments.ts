import { readAnchor, type Anchor } from '#domain/anchor'
import { readWanted, type Wanted } from './finding.ts'

const VERBS = ['verify', 'find', 'stats'] as const
export type Verb = (typeof VERBS)[number]

export interface Asked {
  readonly verb: Verb
  /** The data folder. */
  readonly named: string | undefined
  /** What a receipt says of its record. */
  readonly anchor: Anchor | null
  readonly wanted: Wanted | null
}

/** Null where it is not to be understood. */
export function readArguments([first, ...rest]: readonly string[]): Asked | null {
  const verb = VERBS.find((each) => each === first)
  const split = verb && splitOptions(rest)
  if (!split || split.names.length > 1) return null
  const [named] = split.names
  const { options } = split
  const asked = { verb, named, anchor: null, wanted: null }
  if (verb === 'find') {
    const wanted = readWanted(options)
    return wanted && { ...asked, wanted }
  }
  if (options.size === 0) return asked
  const anchor = verb === 'verify' && options.size === 1 ? readAnchor(options.get('--head') ?? '') : null
  return anchor && { ...asked, anchor }
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
