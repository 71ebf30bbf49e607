import type { Random } from '#drivers/random/port'
import type { Call } from '../driving/asking.ts'
import { AS_CASHIER, STAFFED, voidOf, carryingOut } from '../world/people.ts'
import type { Answered } from '../world/world.ts'
import { pick, pickGoods } from './chance.ts'
import { compare, type Comparison } from './records.ts'
import { KILLED, type Victim } from './victim.ts'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a campaign of kills came to. */
export interface Toll extends Comparison {
  readonly kills: number
  /** Kills that met a station which had not opened yet. */
  readonly killedStarting: number
  /** Of these, those whose station was reading its records, and mending their end. */
  readonly killedReading: number
  readonly acknowledged: number
  readonly askedAgain: number
  /** Answered differently when asked again. */
  readonly changed: readonly string[]
  readonly refusedToOpen: readonly string[]
}

export interface CampaignOptions {
  readonly victim: Victim
  readonly folder: string
  readonly kills: number
  readonly random: Random
  /** The longest a station sells before it is killed. */
  readonly lifeMs: number
  /** The longest a station that is killed while it starts has been starting. */
  readonly startMs: number
  /** Of a hundred calls, so many void a paid sale. */
  readonly voids: number
}

/** One kill in so many meets the next start instead of a sale. */
const STARTS_KILLED_ONE_IN = 3
/** The longest a station has been reading its records when it is killed at that. */
const READING_MS = 60
/** Calls asked again after each restart, and when all is over; main remembers the answers of a long day. */
const ASKED_AGAIN = 3
const ASKED_AGAIN_AT_END = 1_000

interface Acknowledged {
  readonly call: Call
  readonly answer: string
}

/** What the campaign knows of the station: only what it was told. */
interface Known {
  readonly acknowledged: Map<string, Acknowledged>
  /** Asked of a station that died before it answered; until it is asked again. */
  readonly underWay: Map<string, Call>
  /** When the station of each such call was dead. */
  readonly deadAtMs: Map<string, number>
  readonly receipts: string[]
  readonly changed: string[]
  askedAgain: number
  due: number
}

/** Kills the station at random moments while it sells; after each kill it must know all it had acknowledged. */
export async function campaign(options: CampaignOptions): Promise<Toll> {
  const { victim, folder, kills, random, lifeMs, startMs } = options
  const known: Known = {
    ...{ acknowledged: new Map(), underWay: new Map(), deadAtMs: new Map() },
    ...{ receipts: [], changed: [], askedAgain: 0, due: 0 },
  }
  const refusedToOpen: string[] = []
  const open = async (): Promise<boolean> => {
    const why = await victim.start()
    if (why !== null && why !== KILLED) refusedToOpen.push(why)
    return why === null
  }
  let done = 0
  const killed = { starting: 0, reading: 0 }
  if (await open()) for (const call of STAFFED) await one(victim, known, call, randomUUID())
  while (done < kills && refusedToOpen.length === 0) {
    const selling = sell(options, known)
    await sleep(random.below(lifeMs))
    await victim.kill()
    done++
    await selling
    // One start may be killed after another, each of them mending what the one before left.
    while (done < kills && random.below(STARTS_KILLED_ONE_IN) === 0) {
      const starting = open()
      const isReading = victim.reading !== undefined && random.below(2) === 0
      if (isReading) await victim.reading()
      await sleep(random.below(isReading ? READING_MS : startMs))
      await victim.kill()
      done++
      if (await starting) continue
      killed.starting++
      if (isReading) killed.reading++
    }
    if (await open()) await checkMemory(options, known, ASKED_AGAIN)
  }
  if (refusedToOpen.length === 0) await checkMemory(options, known, ASKED_AGAIN_AT_END)
  await victim.kill()
  const { acknowledged, deadAtMs, changed, askedAgain } = known
  const compared = await compare(folder, acknowledged, deadAtMs)
  return {
    ...compared,
    kills: done,
    killedStarting: killed.starting,
    killedReading: killed.reading,
    acknowledged: acknowledged.size,
    askedAgain,
    changed,
    refusedToOpen,
  }
}

/** Asks one thing; null when the station died first. */
async function one(victim: Victim, known: Known, call: Call, txn: string): Promise<Answered | null> {
  const answer = await victim.ask(call, txn)
  if (answer === null) {
    known.underWay.set(txn, call)
    known.deadAtMs.set(txn, Date.now())
    return null
  }
  const read = JSON.parse(answer) as Answered // the door's own words
  if (read.ok) known.acknowledged.set(txn, { call, answer })
  // What a payment gives.
  if (read.ok && call.name === 'sale.payCash') known.receipts.push((read.value as { receipt: string }).receipt)
  return read
}

async function sell({ victim, random, voids }: CampaignOptions, known: Known): Promise<void> {
  for (;;) {
    const { name, input, comesTo } = nextCall(random, known, voids)
    const answer = await one(victim, known, { name, input }, randomUUID())
    if (answer === null) return
    if (answer.ok) known.due = comesTo
    if (answer.ok && name === 'authority.approve') {
      const wished = input as ReturnType<typeof voidOf> // what nextCall made
      const { approval } = answer.value as { approval: string } // the contract's
      if ((await one(victim, known, carryingOut(wished, approval), randomUUID())) === null) return
    }
  }
}

/** What was acknowledged is answered as before; what was not is asked again and then done once, whichever it was. */
async function checkMemory({ victim, random }: CampaignOptions, known: Known, times: number): Promise<void> {
  const { acknowledged, underWay } = known
  // After a start nobody is on duty until somebody signs in.
  await one(victim, known, { name: 'operators.signIn', input: AS_CASHIER }, randomUUID())
  for (const [txn, call] of [...underWay]) if (await one(victim, known, call, txn)) underWay.delete(txn)
  // What a manager did is not the cashier's to ask again.
  const own = [...acknowledged].filter(([, { call }]) => call.name.startsWith('sale.'))
  const newest = own.slice(-ASKED_AGAIN_AT_END)
  const chosen = times >= newest.length ? newest : Array.from({ length: times }, () => pick(random, newest))
  for (const [txn, { call, answer }] of chosen) {
    known.askedAgain++
    const again = await victim.ask(call, txn)
    if (again !== answer) known.changed.push(`${call.name} ${txn}: ${answer} became ${again ?? 'nothing'}`)
  }
  known.due = await victim.due()
}

/** What a cashier might do next, and what the open sale comes to if that is done. */
function nextCall(random: Random, { receipts, due }: Known, voids: number): Call & { readonly comesTo: number } {
  const draw = random.below(100)
  if (draw < voids && receipts.length > 0) {
    const receipt = pick(random, receipts)
    return { name: 'authority.approve', input: voidOf(receipt), comesTo: due }
  }
  if (draw < 35 && due > 0) return { name: 'sale.payCash', input: { due, given: due }, comesTo: 0 }
  const goods = pickGoods(random)
  return { name: 'sale.add', input: { sku: goods.sku, quantity: 1 }, comesTo: due + goods.price }
}
