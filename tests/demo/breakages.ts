/**
 * `npm run demo:broken`: whether the demo can fail. Faults that would cost a shop money are planted, one at a
 * time, each in a copy of the project; the demo of the broken copy must end with exit 1, and that of a copy with none
 * with exit 0. Exit 0 if each did.
 */
import { ROOT } from '../sources.ts'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Breakage {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
}

const BREAKAGES: readonly Breakage[] = [
  {
    name: 'any void password will do',
    file: 'main/authority/proving.ts',
    from: 'if (await secrets.isVoidPassword(manager, entered)) return HOLDS',
    to: 'if (manager !== subject) return HOLDS',
  },
  {
    name: 'a discount is a fen too large',
    file: 'main/domain/pricing.ts',
    from: "return portion(amount, discount.permille, 1000, 'half-up')",
    to: "return money(portion(amount, discount.permille, 1000, 'half-up') + 1)",
  },
  {
    name: 'the paper says what was given for what was due',
    file: 'main/domain/receipt.ts',
    from: 'sumPair(words.total, sale.total)',
    to: 'sumPair(words.total, sale.given)',
  },
  {
    name: 'a refund goes back in cash alone',
    file: 'main/domain/refunding.ts',
    from: 'parts: split(amount, leftByTender(sale))',
    to: 'parts: sale.tenders.map((_, place) => (place === sale.tenders.length - 1 ? amount : ZERO))',
  },
]

/** The project without what is fetched; what was built is built anew where the sources changed. */
const LEFT_OUT = ['.git', 'node_modules', 'out', 'dist']
const DEMO_LIMIT_MS = 240_000

/** The exit code of the demo in a copy with this fault in it, or with none. */
function demoOf(breakage: Breakage | null): number | null {
  const copy = mkdtempSync(join(tmpdir(), 'cashier-broken-'))
  try {
    for (const name of readdirSync(ROOT).filter((each) => !LEFT_OUT.includes(each))) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true, preserveTimestamps: true })
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    if (breakage) plant(copy, breakage)
    mkdirSync(join(copy, 'out'))
    const demo = spawnSync(process.execPath, ['tests/demo/demo.ts'], {
      ...{ cwd: copy, timeout: DEMO_LIMIT_MS, encoding: 'utf8' },
    })
    const said = demo.stdout.split('\n').filter((line) => /^✕|Error|Timeout/.test(line.trim()))
    for (const line of said.slice(0, 2)) process.stdout.write(`   ${line.trim()}\n`)
    return demo.status
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function plant(copy: string, { file, from, to }: Breakage): void {
  const text = readFileSync(join(copy, file), 'utf8')
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold "${from}" just once`)
  writeFileSync(
    join(copy, file),
    text.replace(from, () => to),
  )
}

let wrong = 0
for (const breakage of [null, ...BREAKAGES]) {
  const code = demoOf(breakage)
  const isRight = code === (breakage ? 1 : 0)
  if (!isRight) wrong++
  process.stdout.write(`${isRight ? '✓' : '✕'} ${breakage?.name ?? 'nothing is broken'}: exit ${code ?? 'none'}\n`)
}
process.exit(wrong === 0 ? 0 : 1)
