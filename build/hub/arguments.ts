import { parseArgs } from 'node:util'

const OPTIONS = {
  serve: ['port', 'office'],
  make: ['nodes', 'port', 'office'],
  push: ['office'],
  enrol: ['shop', 'identity', 'out', 'days', 'office'],
  revoke: ['shop', 'office'],
  list: ['office'],
  post: ['merchant', 'key', 'from', 'zone', 'office'],
  postings: ['office'],
} as const
export type Verb = keyof typeof OPTIONS
const MUST: Readonly<Record<Verb, readonly string[]>> = {
  ...{ serve: [], make: ['nodes'], push: [], enrol: ['shop', 'identity', 'out'], revoke: [], list: [] },
  ...{ post: ['merchant'], postings: [] },
}
/** How many things a verb names. */
const NAMES: Readonly<Partial<Record<Verb, number>>> = { enrol: 1, revoke: 1, post: 3 }
/** What head office knows by itself. */
const WITHOUT_FILE = 'stations'

export interface Asked {
  readonly verb: Verb
  /** The station; empty where the verb names none. */
  readonly station: string
  /** All that it names. */
  readonly names: readonly string[]
  readonly options: Readonly<Record<string, string | undefined>>
}

/** Null where it is not to be understood. */
export function readArguments(args: readonly string[]): Asked | null {
  const [first = '', ...rest] = args
  const isNamed = first !== '' && !first.startsWith('--')
  const verb = isNamed ? first : 'serve'
  if (!isVerb(verb)) return null
  const options = Object.fromEntries(OPTIONS[verb].map((name) => [name, { type: 'string' as const }]))
  try {
    const { values, positionals } = parseArgs({ args: isNamed ? rest : [...args], options, allowPositionals: true })
    const isWhole = MUST[verb].every((name) => values[name] !== undefined)
    if (!isWhole || positionals.length !== namesOf(verb, positionals[1])) return null
    return { verb, station: positionals[0] ?? '', names: positionals, options: values }
  } catch {
    // An option that there is not; the usage says which there is.
    return null
  }
}

const namesOf = (verb: Verb, kind: string | undefined): number =>
  (NAMES[verb] ?? 0) - (verb === 'post' && kind === WITHOUT_FILE ? 1 : 0)

const isVerb = (word: string): word is Verb => Object.hasOwn(OPTIONS, word)

export const USAGE = [
  '用法 / usage: npm run hub [-- --port N --office DIR]            本机一台总部服务器和两台收银台 / a hub of this machine, two stations',
  '  npm run hub -- make --nodes HOST[,HOST,HOST] [--port N]       服务器的配置 / what one or three servers read',
  '  npm run hub -- push                                           告诉服务器 / tells the servers whom to let in',
  '  npm run hub -- enrol STATION --shop SHOP --identity identity.pub --out DIR [--days N]',
  '                                                                登记收银台 / lets a station in',
  '  npm run hub -- revoke STATION [--shop SHOP]                   停用收银台 / lets it in no more',
  '  npm run hub -- list                                           列出 / lists them',
  '  npm run hub -- post SHOP[/STATION] KIND FILE --merchant M [--key KEY] [--from TIME] [--zone ZONE]',
  '                                                                下发 / posts something for stations',
  '    KIND: catalogue prices operators policy fees notices standing profile',
  '    npm run hub -- post SHOP stations --merchant M               本店收银台名单 / which stations the shop has',
  '  npm run hub -- postings                                       列出下发的内容 / lists what is posted',
  '  --office DIR                                                  总部的文件夹 / head office’s folder',
]
