import type { CashierView } from '#contract/view'
import { makeBench } from '#drivers/bench/virtual'
import { makeVirtualCache, type VirtualCache } from '#drivers/cache/virtual'
import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import type { Disk } from '#drivers/disk/port'
import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import { NO_FLOOR } from '#drivers/floor/none'
import type { Floor } from '#drivers/floor/port'
import { makeHashing } from '#drivers/hashing/argon2'
import { SIMULATION_COST, type Hashing } from '#drivers/hashing/port'
import { SILENT } from '#drivers/log/pino'
import type { Log } from '#drivers/log/port'
import { makeVirtualMessenger, type VirtualMessenger } from '#drivers/messenger/virtual'
import type { PaymentPort } from '#drivers/payment/port'
import { makeVirtualAcquirers, type VirtualAcquirers } from '#drivers/payment/virtual-pair'
import type { Printer } from '#drivers/printer/port'
import { makeVirtualPrinter, type VirtualPrinter } from '#drivers/printer/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { makeVirtualScanner, type VirtualScanner } from '#drivers/scanner/virtual'
import { makeVirtualSealing } from '#drivers/sealing/virtual'
import type { CatalogueGoods } from '#main/catalogue/catalogue'
import { trainingGoods } from '#main/catalogue/training-goods'
import { sentenceOf } from '#main/sentences'
import type { SettingsFile } from '#main/settings'
import type { HubGiven } from '#main/sync/start'
import { openStation, type RunningStation, type StationParts } from '#main/station'
import { passing } from './passing.ts'
import { makeBank, type Bank } from './bank.ts'
import { makePlatform, type Platform } from './platform.ts'
import { makePlugged, type Plugged } from './plugged.ts'
import { seatAt } from './seat.ts'
import { makePostbox, type Postbox } from './postbox.ts'
import { watched } from './secrets.ts'

/** The whole station in a box: clock, disk, devices and chance from one seed. The same code a counter runs. */
export interface World {
  readonly clock: VirtualClock
  readonly disk: VirtualDisk
  readonly cache: VirtualCache
  readonly printer: VirtualPrinter
  readonly scanner: VirtualScanner
  readonly payments: VirtualAcquirers
  /** What is plugged in, beside the scanner and the printer. */
  readonly plugged: Plugged
  readonly postbox: Postbox
  /** The acquirer that cards go to, where the station is its terminal. */
  readonly bank: Bank | null
  /** The platform that scan payments go to, where they go to one. */
  readonly platform: Platform | null
  readonly messenger: VirtualMessenger
  readonly station: () => RunningStation
  readonly view: () => CashierView
  /** Asks as a page does: text through the door. A `txn` given twice is the same act asked again. */
  readonly ask: (name: string, input: unknown, txn?: string) => Promise<Answered>
  /** The text of the page's next call, with fields of its own where they are named. */
  readonly envelope: (name: string, input: unknown, own?: Readonly<Record<string, unknown>>) => string
  /** The page loads again; calls of the load before come too late. */
  readonly reload: () => void
  /** Text through the door as it is. */
  readonly askText: (text: string, role?: 'cashier' | 'customer') => Promise<Answered>
  /** Opens the station on the disk as it is; gives the English sentence when it refuses, else nothing. */
  readonly open: () => Promise<string[]>
  readonly kill: () => Promise<void>
  readonly cutPower: () => Promise<void>
  /** Lets everything that can happen without time passing happen. */
  readonly settle: () => Promise<void>
  /** Receipt numbers that answers have named, in order. */
  readonly receipts: string[]
  readonly newTxn: () => string
}

export type Answered =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: string; readonly incident?: string }

export interface WorldOptions {
  readonly seed: number
  /** Of several stations together. */
  readonly clock?: VirtualClock
  /** Stands between the station and its disk, such as one that forgets to sync. */
  readonly through?: (disk: Disk) => Disk
  /** Stands between the station and its printer, such as one that is slow. */
  readonly throughPrinter?: (printer: Printer) => Printer
  readonly hashing?: Hashing
  readonly goods?: readonly CatalogueGoods[]
  readonly log?: Log
  /** A new file of the journal is begun when one has grown to this. */
  readonly segmentBytes?: number
  /** Where the settings begin otherwise. Time passes here as tests say, so by itself it locks nothing. */
  readonly settings?: Partial<SettingsFile>
  /** Whose keychain it has; what another machine sealed it can not read. */
  readonly machine?: () => string
  /** Whether scan payments begin with a code of the customer's, or ours. */
  readonly codes?: boolean
  /** Through whom scan payments go, in the place of the twin that knows no platform's ways. */
  readonly scanpay?: (clock: VirtualClock) => PaymentPort
  /** Whether it is itself the card terminal, of an acquirer's twin. */
  readonly bank?: boolean
  /** Whether scan payments go to a platform's twin. */
  readonly platform?: boolean
  /** The other stations of its shop. */
  readonly floor?: Floor
  /** Head office's hub; the settings name one too. */
  readonly hub?: (clock: VirtualClock) => HubGiven
  /** Where passkeys are good; nowhere while it is left out. */
  readonly passkeyOrigin?: string
  /** What its disk and its cache were once, here or on another machine. */
  readonly image?: Image
  /** Puts something on the disk before the first start, as who installs does. */
  readonly prepare?: (disk: Disk) => Promise<void>
  /** Parts of the station's own, asked for anew at each start. */
  readonly own?: () => Partial<StationParts>
}

/** Of a machine: its files, and its cache. */
export interface Image {
  readonly files: ReadonlyMap<string, Buffer>
  readonly cache: ReturnType<VirtualCache['image']>
}

export const imageOf = ({ disk, cache }: Pick<World, 'disk' | 'cache'>): Image => ({
  files: disk.files(),
  cache: cache.image(),
})

/** The program dies, and the machine is what it was. */
export function putBack({ disk, cache }: Pick<World, 'disk' | 'cache'>, image: Image): void {
  disk.putBack(image.files)
  cache.putBack(image.cache)
}

export const FOLDER = '/station'
/** 2026-05-04 09:00 in Shanghai. */
const MORNING_MS = Date.UTC(2026, 4, 4, 1)

export async function makeWorld(options: WorldOptions): Promise<World> {
  const { seed, hashing = makeHashing(SIMULATION_COST), log = SILENT, goods = trainingGoods } = options
  const seat = seatAt(options.floor ?? NO_FLOOR)
  const { through = (disk: Disk) => disk, throughPrinter = (printer: Printer) => printer } = options
  const files = options.segmentBytes === undefined ? {} : { segmentBytes: options.segmentBytes }
  const { clock = makeVirtualClock(MORNING_MS) } = options
  const random = makeVirtualRandom(seed)
  const disk = makeVirtualDisk(makeVirtualRandom(seed ^ 0x5eed).below)
  const cache = makeVirtualCache(makeVirtualRandom(seed ^ 0xcac4e).below)
  const printer = makeVirtualPrinter()
  const payments = makeVirtualAcquirers({ wait: clock.wait })
  const messenger = makeVirtualMessenger(clock.wait)
  const receipts: string[] = []
  const postbox = makePostbox()
  const plugged = makePlugged(clock, log)
  const scan = options.scanpay?.(clock) ?? payments.scan
  const bank = options.bank === true ? makeBank(clock, makeVirtualRandom(seed ^ 0xba7c)) : null
  const platform = options.platform === true ? makePlatform(clock, makeVirtualRandom(seed ^ 0x91a7)) : null
  const hub = options.hub?.(clock) ?? null
  let station: RunningStation | null = null
  let scanner = makeVirtualScanner()
  let page = ''
  let n = 0

  async function open(): Promise<string[]> {
    // A new program listens anew; the scanner's cable does not remember the old one.
    scanner = makeVirtualScanner()
    reload()
    const ofCodes = options.codes === true ? { port: payments.scan, close: () => Promise.resolve() } : null
    const wallets = platform?.wallets() ?? ofCodes
    const opening = openStation({
      ...{ clock, random, folder: FOLDER, goods, log, profile: 'test', hashing },
      ...{ disk: watched(through(disk.process())), language: null, openCache: cache.open, ...files },
      openScratchCache: () => makeVirtualCache(() => 0).open(),
      firstSettings: { idleLockMinutes: null, ...options.settings },
      sealing: makeVirtualSealing(options.machine?.() ?? 'world'),
      delivery: postbox,
      passkeyOrigin: options.passkeyOrigin ?? null,
      devices: () => ({
        ...{ printer: throughPrinter(printer), scanner, messenger, startProgram: plugged.startProgram },
        floor: seat.floor,
        bench: makeBench({ scanner, printer, payments, messenger, neighbour: null }),
        ports: { ...(!bank && { acquirer: payments.card }), ...(!wallets && { scanpay: scan }) },
        ...(wallets && { wallets }),
        ...(bank && { acquirer: bank.terminal() }),
      }),
      ...options.own?.(),
      ...(hub && { hub: () => hub }),
    })
    // A start that asks the hub waits for it.
    const opened = await (hub ? passing(clock, opening) : opening)
    station = opened.ok ? opened.value : null
    return opened.ok ? [] : [`refused: ${sentenceOf(opened).en}`]
  }
  const reload = () => {
    page = random.id()
    n = 0
  }
  const running = (): RunningStation => {
    if (!station) throw new Error('the station is not open')
    return station
  }
  const settle = async () => {
    await clock.advance(0)
    if (!station) return
    // A password is checked on a thread of its own, which no turn of the event loop waits for.
    await station.acts.idle()
    await station.idle()
  }
  const envelope = (name: string, input: unknown, own: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify({ name, txn: random.id(), page, n: ++n, input, ...own })
  async function askText(text: string, role: 'cashier' | 'customer' = 'cashier'): Promise<Answered> {
    const answer = JSON.parse(await running().answer(role, text)) as Answered // the door's own words
    const value = answer.ok ? (answer.value as { receipt?: string }) : {} // calls that pay name the receipt
    if (value.receipt !== undefined && !receipts.includes(value.receipt)) receipts.push(value.receipt)
    await settle()
    return answer
  }

  const world: World = {
    ...{ clock, disk, cache, printer, payments, messenger, postbox, receipts, open, settle, plugged, bank, platform },
    ...{ askText, envelope, reload },
    ...{ station: running, newTxn: random.id },
    get scanner() {
      return scanner
    },
    view: () => running().view('cashier') as CashierView, // the cashier's role gives the cashier's view
    ask: (name, input, txn = random.id()) => askText(envelope(name, input, { txn })),
    kill: async () => {
      disk.kill()
      seat.vacate()
      await settle()
    },
    cutPower: async () => {
      disk.cutPower()
      seat.vacate()
      cache.cutPower()
      await settle()
    },
  }
  if (options.image) putBack(world, options.image)
  await options.prepare?.(disk.process())
  const refusal = await open()
  if (refusal.length > 0) throw new Error(refusal.join('\n'))
  return world
}
