/**
 * `npm run goods -- import FILE [--data DIR] [--check] [--partly]`: reads a list of goods (CSV) and makes it the
 * station's, while the station is not running; `--check` only reports, `--partly` takes a list in of which most is bad.
 * Exit 0 when goods were taken in, 1 when nothing was imported, 2 when the command was not understood.
 */
import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { makeRealDisk } from '../drivers/disk/real.ts'
import { claimFolder } from '../drivers/lock/real.ts'
import { runImport } from '../main/catalogue/import/command.ts'
import { defaultFolder } from '../main/shell/options.ts'

const EXIT = { imported: 0, nothing: 1, usage: 2 } as const
const say = (line: string) => void process.stdout.write(`${line}\n`)

const OPTIONS = {
  data: { type: 'string' },
  check: { type: 'boolean', default: false },
  partly: { type: 'boolean', default: false },
} as const

/** What was asked for, or null where the command line says something else. */
function readArguments(): {
  readonly file: string
  readonly folder: string
  readonly check: boolean
  readonly partly: boolean
} | null {
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
    const [verb, file, ...more] = positionals
    if (verb !== 'import' || file === undefined || more.length > 0) return null
    const { check, partly } = values
    return { file: resolve(file), folder: resolve(values.data ?? defaultFolder('training')), check, partly }
  } catch {
    // An option that there is not; the usage says which there are.
    return null
  }
}

/** Opened only when it is read, so that a file that is not there fails to whoever reads it. */
async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file)
}

async function run(): Promise<number> {
  const asked = readArguments()
  if (asked === null) {
    say('用法 / usage: npm run goods -- import FILE [--data DIR] [--check] [--partly]')
    say('  FILE     商品表（CSV，首行为列名） / the list of goods: CSV, its first line names the columns')
    say(`  --data   数据文件夹，不写就是 / the data folder, if left out: ${defaultFolder('training')}`)
    say('  --check  只检查，不导入 / only checks, imports nothing')
    say('  --partly 有误的行更多时也导入可用的 / takes the good lines in though more are bad')
    return EXIT.usage
  }
  const { file, folder, check, partly } = asked
  try {
    const parts = { disk: makeRealDisk(), folder, bytes: bytesOf(file), check, partly, claim: claimFolder, say }
    return (await runImport(parts)) ? EXIT.imported : EXIT.nothing
  } catch (cause) {
    const code = cause instanceof Error && 'path' in cause && 'code' in cause ? String(cause.code) : null
    if (code === null && !(cause instanceof Error && 'code' in cause && cause.code === 'EISDIR')) throw cause
    say(
      `✕ 读不了 ${file}（${code ?? 'EISDIR'}）。请检查路径和权限。 / ` +
        `${file} can not be read (${code ?? 'EISDIR'}). Check its path and its permissions.`,
    )
    return EXIT.nothing
  }
}

process.exitCode = await run()
