import { afterAll, beforeAll } from 'vitest'
import { openOffice, type LedgerOffice } from '#drivers/ledger/office'
import { migrationsIn } from '#main/ledger/migrations'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { ROOT } from '../sources.ts'

/** A PostgreSQL of its own in a folder of its own: a socket there and no port, and all flushes as in production. */
export interface Cluster {
  readonly folder: string
  /** A new database, empty. */
  readonly database: (name: string) => Promise<string>
  /** One with the ledger in it, as its migrations make it. */
  readonly ledger: (name: string) => Promise<ScratchLedger>
  /** Kills every program of it at once, as a power cut would end them but for the disk. */
  readonly kill: () => Promise<void>
  readonly start: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface ScratchLedger {
  /** Its connection as its owner, as whoever may only append, and as whoever may only read. */
  readonly owner: string
  readonly writer: string
  readonly reader: string
  readonly office: LedgerOffice
}

const PORT = 5432
const START_MS = 30_000
const LOOK_MS = 20
/** Debian keeps each version's programs in a folder of its own. */
const PLACES = '/usr/lib/postgresql'
const SQL = join(ROOT, 'main', 'ledger', 'sql')

export const programs = (): string => {
  const versions = existsSync(PLACES) ? readdirSync(PLACES) : []
  const newest = versions.sort((a, b) => Number(b) - Number(a)).find((each) => existsSync(join(PLACES, each, 'bin')))
  if (newest === undefined) throw new Error('PostgreSQL is not installed')
  return join(PLACES, newest, 'bin')
}

export const steps = () =>
  migrationsIn(readdirSync(SQL).map((name) => ({ name, text: readFileSync(join(SQL, name), 'utf8') })))

export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'cashier-ledger-'))
  const [data, sockets] = [join(folder, 'data'), join(folder, 'sockets')]
  const owner = ownerOf()
  for (const each of [data, sockets]) mkdirSync(each, { mode: 0o700 })
  if (owner) {
    chmodSync(folder, 0o755)
    for (const each of [data, sockets]) chownSync(each, owner.uid, owner.gid)
    // The tests are another user than the server is.
    chmodSync(sockets, 0o755)
  }
  const made = spawnSync(
    join(programs(), 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '-N'],
    {
      ...{ cwd: folder, encoding: 'utf8', ...owner },
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    },
  )
  if (made.status !== 0) throw new Error(made.stderr)
  const log = openSync(join(folder, 'postgres.log'), 'a')
  let server: ChildProcess | null = null
  const urlOf = (name: string, user = 'postgres') =>
    `postgresql://${user}@/${name}?host=${encodeURIComponent(sockets)}&port=${PORT}`

  const cluster: Cluster = {
    folder,
    database: async (name) => {
      await asked(urlOf('postgres'), `CREATE DATABASE ${name}`)
      return urlOf(name)
    },
    ledger: async (name) => {
      const office = openOffice(await cluster.database(name))
      await office.migrate(steps())
      for (const user of ['writer', 'reader']) {
        await asked(
          urlOf('postgres'),
          `DO $$ BEGIN CREATE ROLE ${user} LOGIN IN ROLE ledger_${user};
          EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
        )
      }
      return { owner: urlOf(name), writer: urlOf(name, 'writer'), reader: urlOf(name, 'reader'), office }
    },
    kill: async () => {
      const gone = server && new Promise((resolve) => server?.once('exit', resolve))
      for (const pid of [server?.pid, ...childrenOf(server?.pid)]) if (pid !== undefined) killed(pid)
      await gone
      server = null
    },
    start: async () => {
      const beganMs = Date.now()
      while (Date.now() - beganMs < START_MS) {
        const options = ['-D', data, '-k', sockets, '-p', String(PORT), '-c', 'listen_addresses=']
        const started = spawn(join(programs(), 'postgres'), options, { stdio: ['ignore', log, log], ...owner })
        server = started
        while (started.exitCode === null && Date.now() - beganMs < START_MS) {
          if (await answers(urlOf('postgres'))) return
          await wait(LOOK_MS)
        }
        // What was killed may not be quite gone yet.
      }
      throw new Error(`PostgreSQL does not start: ${readFileSync(join(folder, 'postgres.log'), 'utf8').slice(-2000)}`)
    },
    close: async () => {
      const gone = server && new Promise((resolve) => server?.once('exit', resolve))
      // Nothing of it is wanted any more: it need not put in order what is removed next.
      server?.kill('SIGQUIT')
      await gone
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  await cluster.start()
  return cluster
}

/** The rows that a statement gives. */
export async function asked<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

async function answers(url: string): Promise<boolean> {
  return asked(url, 'SELECT 1').then(
    () => true,
    () => false,
  )
}

/** PostgreSQL does not run as root: as the user that Debian's package makes for it. */
function ownerOf(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new Error('there is no user postgres')
  return { uid: Number(uid), gid: Number(gid) }
}

function childrenOf(pid: number | undefined): number[] {
  if (pid === undefined) return []
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.trim().split(/\s+/).filter(Boolean).map(Number)
}

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It was gone already.
  }
}

/** One for all the tests around: started before the first of them, gone after the last. */
export function oneCluster(): () => Cluster {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(() => cluster.close())
  return () => cluster
}
