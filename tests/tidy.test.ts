import { expect, it } from 'vitest'
import { ownFiles, textOf } from './sources.ts'

/** The house style as checks: a rule without a check is not a rule. Each ban names what to use in its place. */
interface Rule {
  readonly says: string
  readonly applies: (path: string) => boolean
  readonly breach: RegExp
}

const isCode = (path: string) => /\.(ts|tsx|mjs)$/.test(path)
const isSource = (path: string) => isCode(path) && !path.startsWith('tests/') && !/\.test\.tsx?$/.test(path)
const isOurs = (path: string) => path !== 'tests/tidy.test.ts'
const inCodeOf =
  (...folders: string[]) =>
  (path: string) =>
    isCode(path) && folders.some((f) => path.startsWith(f))

const LINES_MAX = 250
const COLUMNS_MAX = 120

const RULES: readonly Rule[] = [
  ban('money arithmetic outside main/domain/money.ts: use portion, split, formatMoney, readMoney', {
    applies: (path) => isSource(path) && path !== 'main/domain/money.ts' && !path.startsWith('build/'),
    breach: /\.toFixed\(|parseFloat\(|\/ 100\b|\* 100\b/,
  }),
  ban('Math.round in domain: use portion, which says how it rounds', {
    applies: inCodeOf('main/domain/'),
    breach: /Math\.round\(/,
  }),
  ban('the wall clock outside drivers/clock: use the Clock port', {
    applies: (path) => isSource(path) && /^(main\/(?!shell)|drivers\/(?!clock|log))/.test(path),
    breach: /Date\.now\(|new Date\(\)|setTimeout\(|setInterval\(|performance\.now\(/,
  }),
  ban('randomness outside drivers/random: use the Random port', {
    // A shell's keys are made before there is a station, and never from a seed.
    applies: (path) => isSource(path) && /^(main\/(?!shell)|drivers\/(?!random|sealing\/key-file))/.test(path),
    breach: /Math\.random\(|randomBytes\(|randomUUID\(/,
  }),
  ban('the file system outside drivers: use the Disk port', {
    applies: (path) => isSource(path) && /^main\/(?!shell)/.test(path),
    breach: /['"]node:fs/,
  }),
  ban('a mock: use the virtual world', {
    applies: isCode,
    breach: /\bvi\.(mock|fn|spyOn|stub)/,
  }),
  ban('an enum: use a union of strings', { applies: isCode, breach: /^\s*(export )?(const )?enum\s/m }),
  ban('`any`: say what it is, or unknown', {
    applies: (path) => isCode(path) && path !== 'main/contract/define.ts',
    breach: /[:<|,] ?any\s*[=;,)>\]|{]|\bas any\s*[;,).\]]/,
  }),
  ban('work left open: finish it or write an issue', { applies: isCode, breach: /\b(TODO|FIXME|XXX|HACK)\b/ }),
  ban('a test switched off or alone', { applies: isCode, breach: /\b(it|test|describe)\.(only|skip)\(/ }),
  ban('production code that knows it is tested', {
    applies: isSource,
    breach: /NODE_ENV|VITEST/,
  }),
  ban('console in the station: use the Log port, or write to the standard streams of a command', {
    applies: inCodeOf('main/', 'drivers/', 'preload/', 'renderer/'),
    breach: /\bconsole\.\w+\(/,
  }),
  ban('a synchronous call from the page', { applies: isCode, breach: /sendSync\(/ }),
  ban('text that names a machine or a registry', {
    applies: (path) => path !== 'package-lock.json',
    breach: /\/work\/|registry\.npm|deb\.debian\.org/,
  }),
]

function ban(says: string, rule: Omit<Rule, 'says'>): Rule {
  return { says, ...rule, applies: (path) => isOurs(path) && rule.applies(path) }
}

const WORDS_BANNED = /(^|[-/])(manager|helpers?|utils?|common|base|misc)(?=[-./]|$)/
const NAMES = /^[a-z0-9.-]+$/
const COMPONENT = /^[A-Z][A-Za-z0-9]*(\.test)?\.(tsx|module\.css)$/

function breachesOf(path: string, text: string): string[] {
  const found = RULES.filter((rule) => rule.applies(path) && rule.breach.test(text)).map(({ says }) => says)
  if (isCode(path) && text.split('\n').length - 1 > LINES_MAX) found.push(`more than ${LINES_MAX} lines`)
  if (isCode(path) && text.split('\n').some((line) => line.length > COLUMNS_MAX)) found.push('a line over 120 columns')
  const name = path.split('/').at(-1) ?? ''
  if (isCode(path) && !NAMES.test(name) && !COMPONENT.test(name)) found.push('a file name that is not kebab-case')
  if (isCode(path) && WORDS_BANNED.test(path)) found.push('a name that says nothing (helper, utils, common, base …)')
  return found.map((says) => `${path}: ${says}`)
}

it('keeps the house style in every file', () => {
  const files = ownFiles().filter((path) => /\.(ts|tsx|mjs|md|css|json|html)$/.test(path))
  expect(files.length).toBeGreaterThan(20)
  expect(files.flatMap((path) => breachesOf(path, textOf(path)))).toEqual([])
})

it.each([
  ['main/sale/price.ts', 'const yuan = fen / 100'],
  ['main/domain/x.ts', 'Math.round(1.5)'],
  ['main/sale/x.ts', 'const at = Date.now()'],
  ['main/sale/x.test.ts', 'vi.mock("./y")'],
  ['renderer/x.ts', 'console.log(1)'],
  ['drivers/x.ts', 'enum Colour { red }'],
  ['main/utils/x.ts', ''],
  ['main/sale/BigThing.ts', ''],
  ['drivers/x.ts', 'const x: any = 1'],
  ['drivers/x.ts', '\n'.repeat(251)],
])('finds a breach planted in %s: %s', (path, text) => {
  expect(breachesOf(path, text)).toHaveLength(1)
})

it('keeps each top-level folder explained', () => {
  const files = new Set(ownFiles())
  const folders = ['main', 'renderer', 'preload', 'drivers', 'build', 'tests', 'docs']
  expect(folders.filter((folder) => !files.has(`${folder}/README.md`))).toEqual([])
})
