import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkLedger } from '#main/ledger/check'
import type { BatchMessage } from '#main/sync/batch'
import { asked, oneCluster, type ScratchLedger } from './cluster.ts'
import { batchOf, journalOf, lived, NEW_LIFE, newIdentity, restored, some, type Life } from './lives.ts'
import { Model } from './model.ts'

/** Whatever is sent, in whatever order: the ledger makes of it what a model of a few lines does. */
const RUNS = 400
const LIMIT_MS = 300_000
const STATION = '01'
const identity = newIdentity()
const cluster = oneCluster()
let ledger: ScratchLedger
let writer: Client

beforeAll(async () => {
  ledger = await cluster().ledger('append')
  writer = new Client({ connectionString: ledger.writer })
  await writer.connect()
}, LIMIT_MS)
afterAll(async () => {
  await writer.end()
  await ledger.office.close()
})

async function append(shop: string, { headers, payload }: BatchMessage): Promise<string> {
  const values = [shop, STATION, headers['J-Branch'], identity.publicKey, headers['J-Sig'], 1, Buffer.from(payload)]
  const { rows } = await writer.query<{ outcome: string }>(
    'SELECT outcome FROM ledger.append($1, $2, $3, $4, $5, $6, $7)',
    values,
  )
  return rows[0]?.outcome ?? ''
}

let shops = 0
async function newShop(): Promise<string> {
  const shop = `shop-${++shops}`
  await ledger.office.enrol({ shop, station: STATION, publicKey: identity.publicKey })
  return shop
}

const Move = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('send' as const), of: fc.nat(), from: fc.nat(), many: fc.nat(9) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('go-on' as const), of: fc.nat(), many: fc.nat(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('write' as const), of: fc.nat(), many: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clone' as const), of: fc.nat(), at: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restore' as const), of: fc.nat(), at: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wrong-branch' as const),
      of: fc.nat(),
      from: fc.nat(),
      epoch: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'revoke' as const }) },
)
type Move = typeof Move extends fc.Arbitrary<infer Value> ? Value : never

/** A shop's one station, in all the lives that it leads, and what was said of what each sent. */
class Play {
  readonly met = new Map<string, number>()
  private readonly shop: string
  private readonly model = new Model()
  private readonly lives: Life[] = [lived(NEW_LIFE, STATION, some(3))]
  private readonly sent: number[] = [0]
  private epochs = 1

  constructor(shop: string) {
    this.shop = shop
  }

  async move(move: Move): Promise<void> {
    if (move.do === 'revoke') return this.revoke()
    const of = move.of % this.lives.length
    const life = this.lives[of] ?? NEW_LIFE
    const all = life.hashes.length
    if (move.do === 'write') this.lives[of] = lived(life, STATION, some(move.many))
    else if (move.do === 'clone') this.add(cloned(life, move.at % (all + 1)))
    else if (move.do === 'restore') this.add(restored(life, STATION, move.at % (all + 1), ++this.epochs))
    else if (all > 0) {
      const first = move.do === 'go-on' ? Math.min(all, (this.sent[of] ?? 0) + 1) : (move.from % all) + 1
      const last = Math.min(all, first + (move.do === 'wrong-branch' ? 2 : move.many))
      const epoch = move.do === 'wrong-branch' ? move.epoch : life.epoch
      this.sent[of] = last
      await this.send(life, { first, last, epoch })
    }
  }

  private async send(
    life: Life,
    { first, last, epoch }: { first: number; last: number; epoch: number },
  ): Promise<void> {
    const run = { first, last, branch: `${STATION}-e${epoch}` }
    const outcome = await append(
      this.shop,
      batchOf({ sender: { shop: this.shop, station: STATION }, identity }, life, run),
    )
    const isOlder = epoch < Math.max(...epochsIn(life, first, last))
    const said = { epoch, first, prev: life.hashes[first - 2] ?? '', hashes: life.hashes.slice(first - 1, last) }
    expect(outcome).toBe(isOlder ? 'malformed' : this.model.append(said))
    this.met.set(outcome, (this.met.get(outcome) ?? 0) + 1)
  }

  private async revoke(): Promise<void> {
    this.model.isRevoked = !this.model.isRevoked
    if (this.model.isRevoked) await ledger.office.revoke({ shop: this.shop, station: STATION })
    else await ledger.office.enrol({ shop: this.shop, station: STATION, publicKey: identity.publicKey })
  }

  private add(life: Life): void {
    if (this.lives.length === 6) this.lives.shift()
    else this.sent.push(0)
    this.lives.push(life)
  }

  /** The whole of the ledger against the model: each record once, each branch as it should be. */
  async judge(): Promise<void> {
    const rows = await asked<{ branch: string; seq: string; hash: string }>(
      ledger.owner,
      'SELECT branch, seq, hash FROM ledger.records WHERE shop = $1 ORDER BY branch, seq',
      [this.shop],
    )
    const wanted = [...this.model.branches].flatMap(([epoch, { chain, fork }]) =>
      chain.slice(fork).map((hash, nth) => `${STATION}-e${epoch} ${fork + nth + 1} ${hash}`),
    )
    expect(rows.map(({ branch, seq, hash }) => `${branch} ${seq} ${hash}`).sort()).toEqual(wanted.sort())
    expect(new Set(rows.map(({ hash }) => hash)).size).toBe(rows.length)
  }
}

/** As it was when it had so many records, in the epoch that it worked in then. */
const cloned = (life: Life, upTo: number): Life => {
  const epoch = epochsIn(life, upTo, upTo)[0] ?? life.epoch
  return restored({ ...life, epoch }, STATION, upTo, epoch)
}

const epochsIn = (life: Life, first: number, last: number): number[] =>
  life.lines.slice(first - 1, last).map((line) => Number(journalOf(line).split('-e')[1]))

describe('the append of the ledger', () => {
  it(`does with ${RUNS} plays what the model does`, { timeout: LIMIT_MS }, async () => {
    const met = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(Move, { minLength: 8, maxLength: 30 }), async (moves) => {
        const play = new Play(await newShop())
        for (const move of moves) await play.move(move)
        await play.judge()
        for (const [what, times] of play.met) met.set(what, (met.get(what) ?? 0) + times)
      }),
      { numRuns: RUNS },
    )
    expect([...met.keys()].sort()).toEqual(['again', 'fork', 'frozen', 'gap', 'malformed', 'revoked', 'stored'])
    process.stdout.write(`append: ${JSON.stringify([...met])}\n`)
    const { faults, records } = await checkLedger(ledger.office)
    expect(faults).toEqual([])
    expect(records).toBeGreaterThan(RUNS)
  })

  it('takes nothing of a payload with a bit of a record changed, and none that is not whole', async () => {
    const shop = await newShop()
    const sender = { shop, station: STATION }
    const life = lived(NEW_LIFE, STATION, some(4))
    const whole = batchOf({ sender, identity }, life, { first: 1, last: 4 })
    // What is left of the hash in a line is its watermark and its CRC, which the signature covers.
    const at = fc.record({ at: fc.integer({ min: 32, max: (life.lines[0]?.length ?? 0) - 1 }), bit: fc.nat(7) })
    await fc.assert(
      fc.asyncProperty(at, async ({ at: place, bit }) => {
        const payload = Uint8Array.from(whole.payload)
        payload[place] = (payload[place] ?? 0) ^ (1 << bit)
        expect(await append(shop, { ...whole, payload })).toBe('malformed')
      }),
      { numRuns: RUNS },
    )
    for (const payload of [whole.payload.subarray(1), whole.payload.subarray(0, -1), new Uint8Array()])
      expect(await append(shop, { ...whole, payload })).toBe('malformed')
    expect(await append(shop, whole)).toBe('stored')
  })

  it('knows nobody who is not enrolled, and no other key of who is', async () => {
    const shop = await newShop()
    const sender = { shop, station: STATION }
    const message = batchOf({ sender, identity }, lived(NEW_LIFE, STATION, some(1)), { first: 1, last: 1 })
    expect(await append('nowhere', message)).toBe('unknown')
    const values = [shop, STATION, '01-e1', newIdentity().publicKey, '', 1, Buffer.from(message.payload)]
    const { rows } = await writer.query('SELECT outcome FROM ledger.append($1, $2, $3, $4, $5, $6, $7)', values)
    expect(rows).toEqual([{ outcome: 'unknown' }])
  })

  it('keeps texts that PostgreSQL has no room for as they were, and reads the rest of the record', async () => {
    const shop = await newShop()
    const sender = { shop, station: STATION }
    const texts = { cut: '好\ud83d', zero: 'a\u0000b', whole: '😀', written: '\\u0000 \\ud83d', slash: '\\' }
    const life = lived(NEW_LIFE, STATION, [{ body: texts }, { body: null }])
    expect(await append(shop, batchOf({ sender, identity }, life, { first: 1, last: 2 }))).toBe('stored')
    const rows = await asked<{ body: unknown; line: Buffer }>(
      ledger.owner,
      'SELECT body, line FROM ledger.records WHERE shop = $1 ORDER BY seq',
      [shop],
    )
    expect(rows.map(({ body }) => body)).toEqual([{ ...texts, cut: '好\ufffd', zero: 'a\ufffdb' }, null])
    expect(rows.map(({ line }) => line)).toEqual(life.lines)
    expect((await checkLedger(ledger.office)).faults).toEqual([])
  })
})
