import type { CashierView } from '#contract/view'
import type { Random } from '#drivers/random/port'
import { askIn, viewIn, type Call } from '../driving/asking.ts'
import { startProgram, type AttachedProgram } from '../driving/running.ts'
import { pageOf } from '../e2e/attach.ts'
import { browserOf } from '../e2e/echo/station.ts'
import { STAFFED } from '../world/people.ts'
import type { Answered } from '../world/world.ts'
import { pickGoods } from './chance.ts'
import { compare, type Comparison } from './records.ts'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser } from 'playwright-core'

/** Chromium killed under a running station: its windows must come back by themselves and show what they showed. */
export interface BrowserToll {
  readonly back: readonly Return[]
  /** How a station ended that was killed under too often, and what was in its journal. */
  readonly end: Comparison & { readonly acknowledged: number; readonly exit: number | null; readonly output: string }
}

export interface Return {
  /** What the windows showed, each as main wrote it. */
  readonly before: string
  readonly after: string
  /** From the kill until the cashier's window had its view again. */
  readonly tookMs: number
  /** The same for both windows: the customer's comes after the cashier's. */
  readonly allTookMs: number
}

/** A window that is not back by then is not coming. */
const RETURN_LIMIT_MS = 30_000
const END_LIMIT_MS = 15_000
const LOOK_AGAIN_MS = 10
/** A station opens its windows again three times a minute; the fourth time it ends. */
const KILLS_PER_STATION = 3
const ROLES = ['cashier', 'customer'] as const

interface Selling {
  readonly station: AttachedProgram
  readonly acknowledged: Map<string, { readonly call: Call }>
  /** Attached to the browser that runs now. */
  browser: Browser
}

/** With both windows open and somebody to sell. */
async function openSelling(folder: string): Promise<Selling> {
  const station = await startProgram({ shell: 'chromium', profile: 'test', folder, args: ['--customer'] })
  const selling: Selling = { station, acknowledged: new Map(), browser: station.browser }
  for (const call of STAFFED) await ask(selling, call)
  return selling
}

async function ask({ browser, acknowledged }: Selling, call: Call): Promise<void> {
  const txn = randomUUID()
  const text = await askIn(await pageOf(browser, 'cashier'), call, txn)
  const answer = JSON.parse(text) as Answered // the door's own words
  if (!answer.ok) throw new Error(`${call.name} was refused: ${answer.why}`)
  acknowledged.set(txn, { call })
}

/** Goods, and now and then the cash for them. */
async function sellSome(selling: Selling, random: Random): Promise<void> {
  for (let i = random.below(5); i >= 0; i--) {
    const { sku } = pickGoods(random)
    await ask(selling, { name: 'sale.add', input: { sku, quantity: 1 + random.below(3) } })
  }
  if (random.below(3) > 0) return
  const due = readCashier(await viewsOf(selling.browser)).sale?.total
  await ask(selling, { name: 'sale.payCash', input: { due, given: due } })
}

/** A window's view as main wrote it. */
const viewOf = async (browser: Browser, role: (typeof ROLES)[number]) => viewIn(await pageOf(browser, role))

/** The views of both windows, one a line. */
async function viewsOf(browser: Browser): Promise<string> {
  const views: string[] = []
  for (const role of ROLES) views.push(await viewOf(browser, role))
  return views.join('\n')
}

const readCashier = (views: string) => JSON.parse(views.split('\n')[0] ?? '') as CashierView // main's own words

/** The views once nothing changes by itself any more: the receipt is printed. */
async function settledViews(browser: Browser): Promise<string> {
  for (;;) {
    const views = await viewsOf(browser)
    if (readCashier(views).paid?.print !== 'waiting' && views === (await viewsOf(browser))) return views
    await wait(LOOK_AGAIN_MS)
  }
}

function killBrowser(folder: string): void {
  const browser = browserOf(join(folder, 'shell'))
  if (browser === undefined) throw new Error('no browser to kill')
  process.kill(browser, 'SIGKILL')
}

async function killOnce(selling: Selling, random: Random): Promise<Return> {
  const { station } = selling
  await sellSome(selling, random)
  const before = await settledViews(selling.browser)
  const killedAtMs = performance.now()
  const sinceMs = () => Math.round(performance.now() - killedAtMs)
  killBrowser(station.folder)
  await selling.browser.close().catch(() => undefined)
  for (;;) {
    try {
      selling.browser = await station.attachAgain()
      await viewOf(selling.browser, 'cashier')
      const tookMs = sinceMs()
      const after = await viewsOf(selling.browser)
      return { before, after, tookMs, allTookMs: sinceMs() }
    } catch (cause) {
      // Nobody listens yet.
      if (sinceMs() > RETURN_LIMIT_MS) throw cause
      await wait(LOOK_AGAIN_MS)
    }
  }
}

/** At least so many kills, three to a station; the last station is then killed under once more than it will bear. */
export async function killBrowsers(folder: string, kills: number, random: Random): Promise<BrowserToll> {
  const back: Return[] = []
  for (let n = 0; ; n++) {
    const selling = await openSelling(join(folder, String(n)))
    try {
      for (let i = 0; i < KILLS_PER_STATION; i++) back.push(await killOnce(selling, random))
      if (back.length >= kills) return { back, end: await killTillItEnds(selling) }
    } finally {
      await selling.browser.close().catch(() => undefined)
      await selling.station.stop()
    }
  }
}

async function killTillItEnds({ station, acknowledged }: Selling): Promise<BrowserToll['end']> {
  const ended = once(station.process, 'close')
  killBrowser(station.folder)
  await Promise.race([ended, wait(END_LIMIT_MS, undefined, { ref: false })])
  const { exitCode: exit } = station.process
  const compared = await compare(station.folder, acknowledged)
  return { ...compared, acknowledged: acknowledged.size, exit, output: station.output() }
}
