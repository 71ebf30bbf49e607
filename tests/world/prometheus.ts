/**
 * A reader of Prometheus' text format 0.0.4, by its grammar: names, labels with their escapes, values, and that each
 * metric is told of once, before its samples. Throws where a line is none.
 */
export interface Scraped {
  readonly types: ReadonlyMap<string, string>
  readonly samples: readonly {
    readonly name: string
    readonly labels: Readonly<Record<string, string>>
    readonly value: number
  }[]
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const HELP = new RegExp(`^# HELP (${NAME}) ((?:[^\\\\]|\\\\\\\\|\\\\n)*)$`)
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`)
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"'
const SAMPLE = new RegExp(
  `^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?|NaN|[+-]Inf)$`,
)
const EACH_LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"/g

export function readPrometheus(text: string): Scraped {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const [helps, types] = [new Set<string>(), new Map<string, string>()]
  const samples: Scraped['samples'][number][] = []
  const seen = new Set<string>()
  let current = ''
  for (const line of text.slice(0, -1).split('\n')) {
    const [, helped] = HELP.exec(line) ?? []
    const [, typed, type = ''] = TYPE.exec(line) ?? []
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? []
    if (helped !== undefined) {
      if (helps.has(helped)) throw new Error(`${helped} is told of twice`)
      helps.add(helped)
    } else if (typed !== undefined) {
      if (types.has(typed)) throw new Error(`${typed} has two types`)
      types.set(typed, type)
      current = typed
    } else if (name !== undefined) {
      if (name !== current) throw new Error(`${name} is not among its own`)
      if (seen.has(`${name}{${labels}}`)) throw new Error(`${line} is there twice`)
      seen.add(`${name}{${labels}}`)
      samples.push({ name, labels: labelsIn(labels), value: Number(value) })
    } else throw new Error(`no line of the format: ${line}`)
  }
  return { types, samples }
}

const labelsIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(EACH_LABEL)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll(/\\(["\\n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign)),
    ]),
  )
