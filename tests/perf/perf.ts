/**
 * `npm run perf -- [--json] [--only NAME]`: ours against a limit or a peer, measured turn by turn in one run, so that
 * what a busy machine does to one it does to the other. NAME: start, paint, commit, journal, million (a journal of so
 * many records: some minutes), bridge, memory, search, receipt, devices, bus (on a virtual machine), acquirer,
 * purchase, ledger or sync (both on servers of their own). Exits 1 if an aim is missed.
 */
import { buildIfChanged } from '../../build/freshness.ts'
import { acquirerRows } from './acquirer.ts'
import { bridgeRows } from './bridge.ts'
import { busRows } from './bus.ts'
import { commitRows } from './commit.ts'
import { devicesRows } from './devices.ts'
import { journalRows } from './journal.ts'
import { ledgerRows } from './ledger.ts'
import { memoryRows } from './memory.ts'
import { millionRows } from './million.ts'
import { paintRows } from './paint.ts'
import { purchaseRows } from './purchase.ts'
import { receiptRows } from './receipt.ts'
import { rowText, type Row } from './row.ts'
import { searchRows } from './search.ts'
import { startRows } from './start.ts'
import { syncRows } from './sync.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const PARTS: Readonly<Record<string, (scratch: string) => Promise<Row[]>>> = {
  commit: commitRows,
  journal: journalRows,
  million: millionRows,
  start: startRows,
  paint: paintRows,
  bridge: bridgeRows,
  memory: memoryRows,
  search: searchRows,
  receipt: receiptRows,
  devices: devicesRows,
  bus: busRows,
  acquirer: acquirerRows,
  purchase: purchaseRows,
  ledger: ledgerRows,
  sync: syncRows,
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } })
const chosen = Object.entries(PARTS).filter(([name]) => values.only === undefined || values.only === name)
if (chosen.length === 0) {
  process.stderr.write(`--only 是 / is one of: ${Object.keys(PARTS).join(', ')}\n`)
  process.exit(2)
}

buildIfChanged()
let missed = 0
const scratch = mkdtempSync(join(tmpdir(), 'cashier-perf-'))
try {
  for (const [, measure] of chosen) {
    for (const each of await measure(scratch)) {
      if (!each.holds) missed++
      process.stdout.write(`${values.json ? JSON.stringify(each) : rowText(each)}\n`)
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
}
process.exit(missed === 0 ? 0 : 1)
