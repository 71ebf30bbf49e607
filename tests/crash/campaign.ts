import type { Random } from '#drivers/random/port'
import { makeRealDisk } from '#drivers/disk/real'
import { scanSegment } from '#journal/scan'
import { listSegments } from '#journal/segments'
import { trainingGoods } from '#main/catalogue/training-goods'
import { FIRST_RUN, VOID_PASSWORD } from '../world/people.ts'
import type { Answered } from '../world/world.ts'
import type { Victim } from './victim.ts'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'

/** What a campaign of kills came to. */
export interface Toll {
  readonly kills: number
  readonly acknowledged: number
  /** Calls that were under way when the kill came, and had been recorded all the same. */
  readonly survived: number
  readonly missing: readonly string[]
  readonly doubled: readonly string[]
  readonly changed: readonly string[]
  readonly refusedToOpen: readonly string[]
}

interface Call {
  readonly name: string
  readonly input: unknown
}

export interface CampaignOptions {
  readonly victim: Victim
  readonly folder: string
  readonly kills: number
  readonly random: Random
  /** The longest a station lives between two kills. */
  readonly lifeMs: number
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** Acknowledged calls asked again after each restart: the answers must be the first ones. */
const ASKED_AGAIN = 2

/** Kills the station at random moments while it sells; after each kill it is started and must know all it acknowledged. */
export async function campaign({ victim, folder, kills, random, lifeMs }: CampaignOptions): Promise<Toll> {
  const acknowledged = new Map<string, { call: Call; answer: string }>()
  const changed: string[] = []
  const refusedToOpen: string[] = []
  const receipts: string[] = []
  const underWay: { txn: string; call: Call }[] = []
  let due = 0
  let page = ''
  let n = 0

  const ask = (call: Call, txn: string) => victim.ask(JSON.stringify({ ...call, txn, page, n: ++n }))
  async function one(call: Call, txn: string): Promise<boolean> {
    const answer = await ask(call, txn)
    if (answer === null) {
      underWay.push({ txn, call })
      return false
    }
    const read = JSON.parse(answer) as Answered // the door's own words
    if (read.ok && recorded(read)) acknowledged.set(txn, { call, answer })
    due = call.name === 'sale.payCash' && read.ok ? 0 : due
    const { receipt } = (read.ok ? read.value : {}) as { receipt?: string } // payments name theirs
    if (receipt !== undefined && !receipts.includes(receipt)) receipts.push(receipt)
    return true
  }
  async function sell(): Promise<void> {
    for (;;) {
      const call = nextCall(random, receipts, due)
      due += call.price
      if (!(await one({ name: call.name, input: call.input }, randomUUID()))) return
    }
  }
  async function open(): Promise<boolean> {
    page = randomUUID()
    n = 0
    const why = await victim.start()
    if (why !== null && why !== 'killed while starting') refusedToOpen.push(why)
    return why === null
  }
  async function checkMemory(): Promise<void> {
    for (const { txn, call } of underWay.splice(0)) await one(call, txn)
    const known = [...acknowledged]
    for (let i = 0; i < Math.min(ASKED_AGAIN, known.length); i++) {
      const [txn, { call, answer }] = known[random.below(known.length)] ?? known[0]!
      if ((await ask(call, txn)) !== answer) changed.push(`${call.name} ${txn}`)
    }
    // What the sale comes to is not guessed: a payment that does not match it is refused and does no harm.
    due = 0
  }

  if (await open()) await one({ name: 'operators.begin', input: FIRST_RUN }, randomUUID())
  for (let kill = 0; kill < kills; kill++) {
    const selling = sell()
    await sleep(random.below(lifeMs))
    await victim.kill()
    await selling
    // Now and then the next start is killed as well.
    if (random.below(10) === 0) {
      const starting = open()
      await sleep(random.below(200))
      await victim.kill()
      await starting
    }
    if (!(await open())) break
    await checkMemory()
  }
  await victim.kill()
  const { missing, doubled, survived } = await compare(folder, acknowledged, underWay)
  return { kills, acknowledged: acknowledged.size, survived, missing, doubled, changed, refusedToOpen }
}

/** A scanned receipt is answered without a record; everything else that is answered is in the journal. */
const recorded = (answer: Answered): boolean => {
  const value = answer.ok ? (answer.value as { found?: string | null }) : {}
  return value.found === undefined || value.found === null
}

function nextCall(random: Random, receipts: readonly string[], due: number): Call & { readonly price: number } {
  const goods = trainingGoods[random.below(20)] ?? trainingGoods[0]!
  const draw = random.below(10)
  if (draw < 6) return { name: 'sale.add', input: { sku: goods.sku, quantity: 1 }, price: goods.price }
  if (draw < 9) return { name: 'sale.payCash', input: { due, given: due }, price: 0 }
  const receipt = receipts[random.below(Math.max(1, receipts.length))] ?? 'S01-1-000001O'
  const input = { ...{ receipt, reason: 'other', manager: FIRST_RUN.manager.number }, voidPassword: VOID_PASSWORD }
  return { name: 'sale.voidPaid', input, price: 0 }
}

async function compare(
  folder: string,
  acknowledged: ReadonlyMap<string, { call: Call }>,
  underWay: readonly { txn: string }[],
): Promise<{ missing: string[]; doubled: string[]; survived: number }> {
  const disk = makeRealDisk()
  const counts = new Map<string, number>()
  let sequence = 1
  let prev = ''
  for (const { path } of await listSegments(disk, join(folder, 'journal'))) {
    const { lines, faults } = scanSegment(await disk.read(path), { sequence, prev, journal: null })
    if (faults[0]) throw new Error(`record ${faults[0].sequence} of ${path} is ${faults[0].kind}`)
    for (const { record, hash } of lines) {
      counts.set(record.txn, (counts.get(record.txn) ?? 0) + 1)
      sequence = record.seq + 1
      prev = hash
    }
  }
  return {
    missing: [...acknowledged].filter(([txn]) => !counts.has(txn)).map(([txn, { call }]) => `${call.name} ${txn}`),
    doubled: [...counts].filter(([, count]) => count > 1).map(([txn]) => txn),
    survived: underWay.filter(({ txn }) => counts.has(txn)).length,
  }
}
