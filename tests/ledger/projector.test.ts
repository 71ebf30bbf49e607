import { describe, expect, it } from 'vitest'
import { Client } from 'pg'
import { makeRealClock } from '#drivers/clock/real'
import { openLedger } from '#drivers/ledger/postgres'
import { SILENT } from '#drivers/log/pino'
import { checkLedger } from '#main/ledger/check'
import { startProjector } from '#main/ledger/projector'
import { batchMessage } from '#main/sync/batch'
import { asked } from './cluster.ts'
import { identity, boxEach, SENDER, type HubBox } from './hub-box.ts'
import { batchOf, lived, NEW_LIFE, newIdentity, restored, some } from './lives.ts'
import { comes, projected, running } from './projecting.ts'

/** The hub as it comes, and what the ledger has of it. */
const life = lived(NEW_LIFE, '01', some(30))
let box: HubBox
boxEach((own) => (box = own))

describe('the projector', () => {
  it('takes what is a station’s, counts what is nobody’s, keeps what is refused', async () => {
    await box.enrol()
    box.put(life, 1, 5)
    box.hub.put({ subject: 'j.s01.01', headers: {}, payload: Buffer.from('{"stream":"JRNL","seq":7}') })
    box.hub.put({ subject: 'j.s01.01.more', headers: {}, payload: new Uint8Array() })
    box.put(life, 6, 9)
    box.put(lived({ ...life, lines: life.lines.slice(0, 7), hashes: life.hashes.slice(0, 7) }, '01', some(2)), 8, 9)
    box.put(life, 20, 30)
    box.put(life, 1, 2, { shop: 's01', station: '02' })
    box.put(life, 10, 12)
    const { said } = await box.project()
    expect(await box.records()).toBe(12)
    expect(await box.evidence()).toEqual([
      { shop: 's01', station: '01', why: 'fork', place: 5 },
      { shop: 's01', station: '01', why: 'gap', place: 6 },
      { shop: 's01', station: '02', why: 'unknown', place: 7 },
    ])
    expect(await box.met()).toEqual([
      ...['? ? junk 1', 's01 01 fork 1', 's01 01 gap 1', 's01 01 junk 1', 's01 02 unknown 1'],
    ])
    expect([...said.values()]).toEqual([
      { ...SENDER, branch: '01-e1', seq: 12, hash: life.hashes[11] ?? '', again: null },
    ])
    expect((await checkLedger(box.scratch.office)).faults).toEqual([])
  })

  it('keeps a batch of a later version of the program, and takes it when it is one of ours', async () => {
    await box.enrol()
    const later = Buffer.from('J2 00000000 000000 something else\n')
    const run = { branch: '01-e1', first: 1, last: 1, prev: '', hash: life.hashes[0] ?? '', payload: later }
    box.hub.put(batchMessage(SENDER, run, identity.sign))
    await box.project()
    expect(await box.evidence()).toEqual([{ ...SENDER, why: 'newer', place: 1 }])
  })

  it('reads the hub again where a station is enrolled that has sent already, while it runs', async () => {
    box.put(life, 1, 4)
    const closing = new AbortController()
    const said = new Map<string, number>()
    const projector = startProjector({
      ...{ ledger: box.ledger, feed: box.feed(), clock: makeRealClock(), log: SILENT, closing: closing.signal },
      watermarks: { publish: ({ shop, seq }) => Promise.resolve(said.set(shop, seq).size > 0) },
    })
    await comes(async () => (await box.ledger.place()).place === 1)
    expect(await box.evidence()).toEqual([{ ...SENDER, why: 'unknown', place: 1 }])
    await box.enrol()
    // Nothing else comes meanwhile.
    await comes(async () => (await box.records()) === 4)
    box.put(life, 5, 6)
    await comes(async () => (await box.records()) === 6)
    await comes(() => Promise.resolve(said.get('s01') === 6))
    closing.abort()
    await projector.ended
    expect(projector.state()).toMatchObject({ hub: 'up', ledger: 'up', rescans: 0 })
  })

  it('knows a station that is enrolled before anything was read, while it runs', async () => {
    const projector = running({ ledger: box.ledger, feed: box.feed() })
    await comes(() => Promise.resolve(projector.state().hub === 'up'))
    await box.enrol()
    await box.enrol({ shop: 's01', station: '02' })
    box.put(life, 1, 4)
    await comes(async () => (await box.records()) === 4)
    await projector.end()
    expect(await box.evidence()).toEqual([])
  })

  it('takes nothing new of a revoked station, and loses nothing of it', async () => {
    await box.enrol()
    box.put(life, 1, 4)
    await box.project()
    await box.scratch.office.revoke(SENDER)
    box.put(life, 5, 6)
    box.put(restored(life, '01', 4, 2), 5, 5)
    await box.project()
    await box.scratch.office.rescan()
    await box.project()
    expect(await box.records()).toBe(4)
    expect(await box.evidence()).toEqual([
      { ...SENDER, why: 'revoked', place: 2 },
      { ...SENDER, why: 'revoked', place: 3 },
    ])
    expect(await box.met()).toEqual(['s01 01 revoked 2'])
    await box.enrol()
    await box.project()
    expect(await box.records()).toBe(7)
  })

  it('takes either key of a station that got another', async () => {
    const second = newIdentity()
    await box.enrol()
    await box.scratch.office.enrol({ ...SENDER, publicKey: second.publicKey })
    box.put(life, 1, 4)
    box.hub.put(batchOf({ sender: SENDER, identity: second }, life, { first: 5, last: 8 }))
    await box.project()
    expect(await box.records()).toBe(8)
    expect((await checkLedger(box.scratch.office)).faults).toEqual([])
  })
})

describe('the ledger', () => {
  it('tells who listens of what is new', async () => {
    await box.enrol()
    const listener = new Client({ connectionString: box.scratch.reader })
    await listener.connect()
    await listener.query('LISTEN ledger')
    const heard: unknown[] = []
    listener.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '')))
    box.put(life, 1, 4)
    box.put(life, 1, 4)
    await box.project()
    await comes(() => Promise.resolve(heard.length > 0))
    expect(heard).toEqual([{ ...SENDER, seq: 4 }])
    await listener.end()
  })

  it('has each record once where two programs read for it', async () => {
    await box.enrol()
    for (let first = 1; first <= 30; first++) box.put(life, first, first)
    const second = openLedger(box.scratch.writer)
    await Promise.all([box.project(), projected(second, box.feed(), 30)])
    await second.close()
    expect([await box.records(), await box.evidence()]).toEqual([30, []])
  })

  it('says later what it could not say at once', async () => {
    await box.enrol()
    box.put(life, 1, 4)
    const closing = new AbortController()
    let deaf = 3
    const said: number[] = []
    const projector = startProjector({
      ...{ ledger: box.ledger, feed: box.feed(), clock: makeRealClock(), log: SILENT, closing: closing.signal },
      watermarks: { publish: ({ seq }) => Promise.resolve(deaf-- <= 0 && said.push(seq) > 0) },
    })
    await comes(async () => {
      // Each look at the hub is another try.
      box.hub.put({ subject: 'j.s01.01', headers: {}, payload: new Uint8Array([deaf & 0xff]) })
      return Promise.resolve(said.length > 0)
    })
    closing.abort()
    await projector.ended
    expect(said).toEqual([4])
  })

  it('says again at a start what one that was killed may not have said', async () => {
    await box.enrol()
    box.put(life, 1, 4)
    await box.project()
    const { said } = await box.project()
    expect(said.get('s01.01')).toMatchObject({ seq: 4, hash: life.hashes[3] })
  })

  it('keeps as much evidence as there is room for, and counts the rest', async () => {
    const writer = new Client({ connectionString: box.scratch.writer })
    await writer.connect()
    const keep = (nth: number, payload: Buffer) =>
      writer.query("SELECT ledger.keep('s01', '01', 'unknown', $1, '{}', $2)", [nth, payload])
    for (let nth = 0; nth < 1_010; nth++) await keep(nth, Buffer.from(String(nth)))
    const more = "SELECT ledger.keep('s01', '01', $1, 1, $2, $3)"
    await writer.query(more, ['fork', '{}', Buffer.alloc(400_000)])
    const odd = JSON.stringify({ 'a"\0': '\ud83d\0' })
    await writer.query(more, ['newer', odd, Buffer.alloc(1)])
    await writer.query(more, ['newer', JSON.stringify({ long: 'x'.repeat(70_000) }), Buffer.alloc(1)])
    await writer.end()
    expect(await box.met()).toEqual(['s01 01 fork 1', 's01 01 newer 2', 's01 01 unknown 1010'])
    const headers = "SELECT headers::text FROM ledger.evidence WHERE why = 'newer' ORDER BY id"
    expect(await asked(box.scratch.owner, headers)).toEqual([{ headers: odd }, { headers: '{}' }])
    const kept = `SELECT why, count(*)::int AS n, max(bytes) AS bytes, count(payload)::int AS whole
        FROM ledger.evidence GROUP BY 1 ORDER BY 1`
    expect(await asked(box.scratch.owner, kept)).toEqual([
      { why: 'fork', n: 1, bytes: 400_000, whole: 0 },
      { why: 'newer', n: 2, bytes: 1, whole: 2 },
      { why: 'unknown', n: 1_000, bytes: 3, whole: 1_000 },
    ])
  })
})
