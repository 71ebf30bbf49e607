/**
 * `npm run ledger -- migrate|enrol|revoke|run|status|check|rescan [--database URL]`: head office's book of record, in
 * PostgreSQL. `run` reads the hub into it until it is ended. Exit 0 when it was done and all is sound, 1 when not, 2
 * when the command was not understood.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeRealClock } from '../drivers/clock/real.ts'
import { makeFileFeed } from '../drivers/ledger/file-feed.ts'
import { makeNatsFeed } from '../drivers/ledger/nats-feed.ts'
import { makeNatsWatermarks } from '../drivers/ledger/nats-watermarks.ts'
import { serveMetrics } from '../drivers/ledger/metrics-server.ts'
import { openOffice } from '../drivers/ledger/office.ts'
import { openLedger } from '../drivers/ledger/postgres.ts'
import { migrationsIn } from '../main/ledger/migrations.ts'
import { runCommand, type Source } from '../main/ledger/command.ts'
import { hubPlaceIn, Office } from './hub/office.ts'

const SQL = join(import.meta.dirname, '..', 'main', 'ledger', 'sql')
const clock = makeRealClock()
const closing = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => closing.abort())
const warn = (what: string, fields: object): void =>
  void process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), what, ...fields })}\n`)

/** Head office's folder is not begun by mistake: it is there once its hub is. */
async function hubSource(folder: string): Promise<Source | null> {
  const place = hubPlaceIn(folder)
  if (place === null) return null
  const address = { ...place, credentials: Buffer.from(await new Office(folder).ownCredentials('ledger')) }
  const watermarks = makeNatsWatermarks(address, clock)
  return { feed: makeNatsFeed(address, clock), watermarks, close: () => watermarks.close() }
}

/** A file of messages has nobody who waits to hear. */
const fileSource = (path: string): Source => ({
  feed: makeFileFeed(path, clock),
  watermarks: { publish: () => Promise.resolve(true) },
  close: () => Promise.resolve(),
})

process.exitCode = await runCommand({
  ...{ args: process.argv.slice(2), database: process.env['LEDGER_DATABASE'] ?? null },
  ...{ openLedger, openOffice, serveMetrics, clock, closing: closing.signal },
  migrations: () =>
    migrationsIn(readdirSync(SQL).map((name) => ({ name, text: readFileSync(join(SQL, name), 'utf8') }))),
  source: async ({ from, hub }) => (hub !== null ? hubSource(hub) : from !== null ? fileSource(from) : null),
  log: {
    note: (what, fields = {}) => warn(what, fields),
    fault: (what, cause) => warn(what, { cause: cause instanceof Error ? cause.message : String(cause) }),
  },
  say: (line) => void process.stdout.write(`${line}\n`),
})
