import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOffice } from '#drivers/ledger/office'
import { openAppender } from './appending.ts'
import { asked, oneCluster, steps, type ScratchLedger } from './cluster.ts'
import { batchOf, lived, NEW_LIFE, newIdentity, some } from './lives.ts'

/** Who may do what is PostgreSQL's to keep, whatever a program of ours asks for. */
const SENDER = { shop: 's01', station: '01' }
const identity = newIdentity()
const life = lived(NEW_LIFE, '01', some(3))
const message = batchOf({ sender: SENDER, identity }, life, { first: 1, last: 3 })
const cluster = oneCluster()
let ledger: ScratchLedger

beforeAll(async () => {
  ledger = await cluster().ledger('rights')
  await ledger.office.enrol({ ...SENDER, publicKey: identity.publicKey })
  const appender = await openAppender(ledger.writer)
  expect(await appender.append(message, identity.publicKey)).toBe('stored')
  await appender.close()
})
afterAll(async () => {
  await ledger.office.close()
})

const outcomeOf = (user: string, text: string): Promise<string> =>
  asked(user, text).then(
    () => 'done',
    (cause: unknown) => (cause instanceof Error ? cause.message : ''),
  )

describe('rights', () => {
  it('let neither writer nor reader at a row of any table', async () => {
    const tables = await asked<{ name: string }>(
      ledger.owner,
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'ledger'",
    )
    expect(tables.length).toBeGreaterThan(8)
    for (const { name } of tables) {
      const [column] = await asked<{ column: string }>(
        ledger.owner,
        `SELECT attname AS column FROM pg_attribute WHERE attrelid = 'ledger.${name}'::regclass AND attnum = 1`,
      )
      for (const user of [ledger.writer, ledger.reader])
        for (const text of [
          ...[`SELECT FROM ledger.${name}`, `INSERT INTO ledger.${name} DEFAULT VALUES`],
          ...[`DELETE FROM ledger.${name}`, `TRUNCATE ledger.${name}`],
          ...[`UPDATE ledger.${name} SET ${column?.column ?? ''} = DEFAULT`, `DROP TABLE ledger.${name}`],
        ])
          expect([text, await outcomeOf(user, text)]).toEqual([
            text,
            expect.stringMatching(/^permission denied|owner of/),
          ])
    }
    expect(await asked(ledger.owner, 'SELECT count(*)::int AS n FROM ledger.records')).toEqual([{ n: 3 }])
  })

  it('let the writer append and move the place, and nobody else', async () => {
    const may = async (role: string) =>
      (
        await asked<{ name: string }>(
          ledger.owner,
          `SELECT p.proname AS name FROM pg_proc p WHERE p.pronamespace = 'ledger'::regnamespace
           AND has_function_privilege($1, p.oid, 'EXECUTE') ORDER BY 1`,
          [role],
        )
      ).map(({ name }) => name)
    expect(await may('ledger_writer')).toEqual(['append', 'close_gap', 'keep', 'meet', 'move', 'note_gap', 'rescan'])
    expect(await may('ledger_reader')).toEqual(['fen', 'list'])
    await asked(
      ledger.owner,
      'DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$',
    )
    expect(await may('stranger')).toEqual([])
    expect(
      await outcomeOf(ledger.writer, 'CREATE FUNCTION ledger.own() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$'),
    ).toMatch(/^permission denied/)
    expect(await outcomeOf(ledger.writer, `SELECT ledger.enrol('s09', '01', '${identity.publicKey}')`)).toMatch(
      /^permission/,
    )
  })

  it('show the reader the views, and the writer what it works by', async () => {
    const views = await asked<{ name: string }>(
      ledger.owner,
      "SELECT viewname AS name FROM pg_views WHERE schemaname = 'ledger' ORDER BY 1",
    )
    const seen = async (user: string) => {
      const all = []
      for (const { name } of views)
        if ((await outcomeOf(user, `SELECT * FROM ledger.${name}`)) === 'done') all.push(name)
      return all
    }
    expect(await seen(ledger.reader)).toEqual(views.map(({ name }) => name))
    expect(await seen(ledger.writer)).toEqual(['encounters', 'enrolled', 'lacking', 'parted', 'place', 'standing'])
    expect(await outcomeOf(ledger.reader, 'UPDATE ledger.place SET place = 5')).toMatch(/^permission denied/)
  })

  it('give a writer no way round by tables and functions of its own', async () => {
    const client = new Client({ connectionString: ledger.writer })
    await client.connect()
    // What the function names must be the ledger's, wherever the caller looks first.
    await client.query('CREATE TEMP TABLE stations (shop text, station text, branch text)')
    await client.query(
      'CREATE TEMP TABLE station_keys (shop text, station text, public_key text, revoked_at timestamptz)',
    )
    await client.query("INSERT INTO pg_temp.stations VALUES ('s66', '01', NULL)")
    await client.query('INSERT INTO pg_temp.station_keys VALUES ($1, $2, $3, NULL)', ['s66', '01', identity.publicKey])
    await client.query('SET search_path = pg_temp, ledger')
    const values = ['s66', '01', '01-e1', identity.publicKey, '', 1, Buffer.from(message.payload)]
    const { rows } = await client.query('SELECT outcome FROM ledger.append($1, $2, $3, $4, $5, $6, $7)', values)
    expect(rows).toEqual([{ outcome: 'unknown' }])
    await client.end()
  })
})

describe('the form of the ledger', () => {
  it('is moved on once, and not by another text of the same step', async () => {
    const all = steps()
    expect(await ledger.office.migrate(all)).toEqual({ is: 'done', taken: [] })
    const changed = all.map((each) => (each.version === 3 ? { ...each, text: `${each.text}\n` } : each))
    expect(await ledger.office.migrate(changed)).toEqual({ is: 'changed', name: 'views' })
    expect(await ledger.office.migrate(all.slice(0, -1))).toEqual({ is: 'newer', name: 'parted' })
    const more = [...all, { version: all.length, name: 'broken', text: 'CREATE TABLE ledger.half (); SELECT 1 / 0;' }]
    await expect(ledger.office.migrate(more)).rejects.toThrow('division by zero')
    expect(await outcomeOf(ledger.owner, 'SELECT FROM ledger.half')).toContain('does not exist')
  })

  it('is made by whoever may make roles and owns the database, and no more than that', async () => {
    const database = await cluster().database('small')
    await asked(database, 'CREATE ROLE keeper LOGIN CREATEROLE')
    await asked(database, 'ALTER DATABASE small OWNER TO keeper')
    const office = openOffice(database.replace('postgres@', 'keeper@'))
    expect(await office.migrate(steps())).toMatchObject({ is: 'done' })
    await office.enrol({ ...SENDER, publicKey: identity.publicKey })
    expect([await office.migrate(steps()), await office.branches()]).toEqual([{ is: 'done', taken: [] }, []])
    await office.close()
  })

  it('is made by one of two that come at once', async () => {
    const database = await cluster().database('twice')
    const offices = [openOffice(database), openOffice(database)]
    const taken = await Promise.all(offices.map((office) => office.migrate(steps())))
    expect(taken.map((each) => (each.is === 'done' ? each.taken.length : -1)).sort()).toEqual([0, steps().length - 1])
    for (const office of offices) await office.close()
  })
})
