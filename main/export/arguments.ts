import { readWanted, type Wanted } from '#journal/finding'
import { resolve } from 'node:path'

export type Asked =
  | {
      readonly verb: 'export'
      /** The data folder. */
      readonly named: string | undefined
      readonly format: 'jsonl' | 'csv'
      /** Null writes to standard output. */
      readonly out: string | null
      readonly wanted: Wanted | null
    }
  | { readonly verb: 'check-export'; readonly file: string; readonly named: string | undefined }
  | { readonly verb: 'archive'; readonly named: string | undefined }

const OPTIONS = ['--format', '--from', '--to', '--out'] as const

/** Null where it is not to be understood. */
export function readArguments([verb, ...rest]: readonly string[]): Asked | null {
  const options = new Map<string, string>()
  const names: string[] = []
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? ''
    const value = word.startsWith('-') ? rest[++at] : null
    if (value === undefined || options.has(word)) return null
    if (value === null) names.push(word)
    else options.set(word, value)
  }
  if (verb === 'export') return readExport(options, names)
  if (options.size > 0) return null
  const [first, second] = names
  if (verb === 'archive' && names.length <= 1) return { verb, named: first }
  if (verb !== 'check-export' || first === undefined || names.length > 2) return null
  return { verb, file: resolve(first), named: second }
}

function readExport(options: ReadonlyMap<string, string>, names: readonly string[]): Asked | null {
  const known = [...options.keys()].every((name) => OPTIONS.includes(name as (typeof OPTIONS)[number]))
  const format = options.get('--format') ?? 'jsonl'
  if (!known || names.length > 1 || (format !== 'jsonl' && format !== 'csv')) return null
  const times = new Map([...options].filter(([name]) => name === '--from' || name === '--to'))
  const wanted = times.size === 0 ? null : readWanted(times)
  if (times.size > 0 && wanted === null) return null
  const out = options.get('--out')
  return { verb: 'export', named: names[0], format, out: out === undefined ? null : resolve(out), wanted }
}
