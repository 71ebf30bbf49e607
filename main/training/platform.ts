import type { BenchPayer, PayerState, PaymentMood } from '#drivers/bench/port'
import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import { codesWith } from '#drivers/scanpay/codes'
import { startVirtualPlatform, type VirtualPlatform } from '#drivers/scanpay/host'
import { makeHttpTransport } from '#drivers/scanpay/http'
import { OF_THE_TWIN } from '#drivers/scanpay/practice-codes'
import { practiceTls } from '#drivers/scanpay/practice-tls'
import { LakalaPort } from '#drivers/scanpay/port'
import { codeOf, TEST_CUSTOMERS } from '#drivers/scanpay/virtual/customers'
import { readPlatformState, writePlatformState } from '#drivers/scanpay/virtual/kept-state'
import type { Mood } from '#drivers/scanpay/virtual/moods'
import { newPlatformState, type Order } from '#drivers/scanpay/virtual/state'
import { statementLines, statementText } from '#drivers/scanpay/virtual/statement'
import { beijingDay } from '#drivers/scanpay/virtual/time'
import type { Sealing } from '#drivers/sealing/port'
import { generateKeyPairSync } from 'node:crypto'
import type { WalletsParts } from '../scanpay/start.ts'
import { noteIn } from '../scanpay/trace.ts'
import { statementFiles } from '../statements/folder.ts'
import { keptBooks } from './kept-books.ts'

export interface PracticePlatform {
  readonly wallets: WalletsParts
  readonly setMood: (mood: PaymentMood) => void
  readonly payer: BenchPayer
}

export interface PracticePlatformParts {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly sealing: Sealing
  readonly shop: string
}

const MERCHANT = { appid: 'OP00000001', serial: '00DFBA8194C41B84CF', number: '822290059430BFA', terminal: 'A0012345' }
const PLATFORM_SERIAL = '0190A1B2C3D4'
const RSA_BITS = 2048
const SKEW_MS = 300_000
const PLACE = { ip: '127.0.0.1', location: null, baseStation: null }

/**
 * The payment platform of who practises: its twin on a socket of this machine, under keys made for this start, and a
 * customer with wallets. Its books are kept in the data folder, sealed, so that it knows tomorrow what it took today.
 */
export async function openPracticePlatform(parts: PracticePlatformParts): Promise<PracticePlatform> {
  const { clock, random, log, shop } = parts
  const books = await keptBooks(parts, 'practice-platform.json')
  const kept = books.text === null ? null : readPlatformState(books.text)
  const fresh = newPlatformState(Object.values(TEST_CUSTOMERS))
  const [ours, theirs] = [keys(), keys()]
  const tls = practiceTls(clock.nowMs())
  const { number, terminal, ...merchant } = MERCHANT
  const host = await startVirtualPlatform({
    ...{ clock, tls, keep: (state) => books.keep(writePlatformState(state)) },
    // Payday: who practises every day would else have spent it all some day.
    state: kept ? { ...kept, accounts: fresh.accounts } : fresh,
    twin: {
      merchant: { ...merchant, number, terminals: [terminal], key: ours.publicKey, sm4: null },
      platform: { serial: PLATFORM_SERIAL, key: theirs.privateKey },
      ...{ skewMs: SKEW_MS, revokesSameDay: true, barsUndone: false, sealsAnswers: false },
    },
  })
  const transport = makeHttpTransport({
    ...{ clock, random, platformKey: theirs.publicKey, bodyKey: null },
    address: { host: 'localhost', port: host.port, ca: tls.cert, proxy: null },
    signer: { appid: merchant.appid, serial: merchant.serial, key: ours.privateKey },
    onTrace: noteIn(log),
  })
  const port = new LakalaPort({
    ...{ transport, clock, codes: codesWith(OF_THE_TWIN), subject: shop, refundsBy: 'labs', qrWallet: 'ALIPAY' },
    party: { appid: merchant.appid, merchant: number, terminal, place: PLACE },
  })
  const payer = { ...makePayer(host, clock), giveStatement: () => giveStatement(host, parts) }
  return { wallets: { port, close: host.close }, setMood: (mood) => setMood(host, mood), payer }
}

const keys = () => generateKeyPairSync('rsa', { modulusLength: RSA_BITS })

const MOODS: Readonly<Record<PaymentMood, Mood | null>> = {
  ...{ approve: null, down: null, 'in-part': null, 'lose-answer': 'no-answer', 'lose-request': 'lost-request' },
  decline: { is: 'open', queries: 0, end: 'FAIL' },
}

function setMood(host: VirtualPlatform, mood: PaymentMood): void {
  host.setUsual(MOODS[mood])
  void host.setAway(mood === 'down')
}

/** Of today, in Beijing. */
async function giveStatement(host: VirtualPlatform, { log, clock, ...place }: PracticePlatformParts): Promise<boolean> {
  const today = beijingDay(clock.nowMs())
  const lines = statementLines(host.state()).filter(({ atMs }) => beijingDay(atMs) === today)
  try {
    await statementFiles(place).write(`practice-${today}.csv`, Buffer.from(statementText(lines)))
    return true
  } catch (cause) {
    if (!(cause instanceof DiskFault)) throw cause
    log.fault('the practice statement could not be written', cause)
    return false
  }
}

/** Whose wallet is in the customer's hand. */
function makePayer(host: VirtualPlatform, clock: Clock): Omit<BenchPayer, 'giveStatement'> {
  let chosen: PayerState['customer'] = 'alipay'
  const listeners: (() => void)[] = []
  const newest = (wanted: (order: Order) => boolean) => [...host.state().orders.values()].filter(wanted).at(-1)
  return {
    choose: (customer) => {
      chosen = customer
      for (const listener of listeners) listener()
    },
    // Another one each time: a wallet shows no code twice.
    code: () => codeOf(TEST_CUSTOMERS[chosen], Math.floor(clock.nowMs() % CODES)),
    act: (what) => {
      const order = newest(what === 'pays' ? ({ state }) => state === 'INIT' : ({ waits }) => waits?.for === 'password')
      if (!order) return
      const { number } = order
      void host.customer(
        what === 'pays' ? { is: 'pays', number, customer: TEST_CUSTOMERS[chosen].codes } : { is: what, number },
      )
    },
    state: () => ({ customer: chosen }),
    onChange: (listener) => void listeners.push(listener),
  }
}

/** As many codes as the digits behind their owner's allow. */
const CODES = 10_000_000_000
