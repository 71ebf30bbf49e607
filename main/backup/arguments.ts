const VERBS = { key: false, make: false, check: true, restore: true, list: false } as const
export type Verb = keyof typeof VERBS
const OPTIONS: Readonly<Record<Verb, readonly string[]>> = {
  key: ['--public', '--to', '--data'],
  make: ['--to', '--data'],
  check: ['--key', '--data'],
  restore: ['--key', '--data', '--epoch'],
  list: ['--to', '--data'],
}

export interface Asked {
  readonly verb: Verb
  /** The backup; empty where the verb names none. */
  readonly file: string
  readonly options: ReadonlyMap<string, string>
  readonly epoch: number | null
}

/** Null where it is not to be understood. */
export function readArguments([first = '', ...rest]: readonly string[]): Asked | null {
  if (!(first in VERBS)) return null
  const verb = first as Verb // it is one of them
  const options = new Map<string, string>()
  const names: string[] = []
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? ''
    if (!word.startsWith('--')) {
      names.push(word)
      continue
    }
    const value = rest[++at]
    if (value === undefined || options.has(word) || !OPTIONS[verb].includes(word)) return null
    options.set(word, value)
  }
  if (names.length !== (VERBS[verb] ? 1 : 0) || (verb === 'restore' && !options.has('--data'))) return null
  const epoch = options.get('--epoch') ?? null
  if (epoch !== null && !/^[1-9]\d{0,8}$/.test(epoch)) return null
  return { verb, file: names[0] ?? '', options, epoch: epoch === null ? null : Number(epoch) }
}
