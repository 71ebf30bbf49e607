const OPTIONS = {
  keys: ['--to'],
  trust: ['--key', '--merchant', '--terminal', '--list', '--data'],
  issue: ['--key', '--merchant', '--terminal', '--device', '--days', '--reset', '--demand', '--qr'],
  revoke: ['--key', '--data'],
  list: ['--dir'],
  policy: ['--key', '--policy', '--out'],
  'take-policy': ['--data'],
} as const
export type Verb = keyof typeof OPTIONS
const MUST: Readonly<Record<Verb, readonly string[]>> = {
  ...{ keys: ['--to'], trust: [], revoke: ['--key'], list: ['--dir'] },
  issue: ['--key', '--merchant', '--terminal', '--device', '--days'],
  ...{ policy: ['--key', '--policy', '--out'], 'take-policy': [] },
}
/** Verbs that name one thing: the code that is taken back, the file that is taken. */
const NAMES_ONE: readonly Verb[] = ['revoke', 'take-policy']
const FLAGS: readonly string[] = ['--demand']

export interface Asked {
  readonly verb: Verb
  /** The code that is taken back, or the file that is taken; empty where the verb names none. */
  readonly named: string
  readonly options: ReadonlyMap<string, string>
}

/** Null where it is not to be understood. */
export function readArguments([first = '', ...rest]: readonly string[]): Asked | null {
  if (!Object.hasOwn(OPTIONS, first)) return null
  const verb = first as Verb // it is one of them
  const known: readonly string[] = OPTIONS[verb]
  const options = new Map<string, string>()
  const names: string[] = []
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? ''
    if (!word.startsWith('--')) {
      names.push(word)
      continue
    }
    const value = FLAGS.includes(word) ? '' : rest[++at]
    if (value === undefined || options.has(word) || !known.includes(word)) return null
    options.set(word, value)
  }
  const complete = MUST[verb].every((name) => options.has(name)) && !(options.has('--reset') && options.has('--demand'))
  return complete && names.length === (NAMES_ONE.includes(verb) ? 1 : 0)
    ? { verb, named: names[0] ?? '', options }
    : null
}
