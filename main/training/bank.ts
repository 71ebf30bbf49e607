import { CUP_CLASSIC } from '#drivers/acquirer/codec/profile'
import { startVirtualHost } from '#drivers/acquirer/host'
import { makeAcquirerLine } from '#drivers/acquirer/line'
import { TEST_CARDS } from '#drivers/acquirer/virtual/cards'
import { codecEyes } from '#drivers/acquirer/virtual/eyes'
import { readHostState, writeHostState } from '#drivers/acquirer/virtual/kept-state'
import type { Mood } from '#drivers/acquirer/virtual/moods'
import { seededKeys } from '#drivers/acquirer/virtual/seeded-keys'
import { newHostState, type HostState } from '#drivers/acquirer/virtual/state'
import type { BenchCustomer, PaymentMood } from '#drivers/bench/port'
import { makeVirtualDesk } from '#drivers/card-desk/virtual'
import type { Clock } from '#drivers/clock/port'
import type { Random } from '#drivers/random/port'
import type { Disk } from '#drivers/disk/port'
import type { Sealing } from '#drivers/sealing/port'
import type { CardTerminalParts } from '../acquirer/start.ts'
import { makeCustomer } from './customer.ts'
import { keptBooks } from './kept-books.ts'
import { z } from 'zod'

export interface PracticeBank {
  readonly terminal: CardTerminalParts
  readonly setMood: (mood: PaymentMood) => void
  readonly customer: BenchCustomer
}

export interface PracticeBankParts {
  readonly clock: Clock
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly sealing: Sealing
  readonly random: Pick<Random, 'bytes'>
  /** In force at the till, where these books begin. */
  readonly batch: number
  /** How long the till waits for an answer. */
  readonly answerMs: number
}

const NAMES = { terminal: '00000001', merchant: '898310058120001' } as const
const FREE_UP_TO = 100_000
const TMK_BYTES = 16
const Books = z.strictObject({ tmk: z.string(), state: z.string() })

/**
 * The bank of who practises, whole: an acquirer's twin on a socket of this machine, and a reader with a customer at
 * it. What it took it still knows at the next start: its books are kept in the data folder, sealed.
 */
export async function openPracticeBank(parts: PracticeBankParts): Promise<PracticeBank> {
  const { clock, answerMs } = parts
  const books = await openBooks(parts)
  const { tmk } = books
  const profile = { ...CUP_CLASSIC, responseMs: answerMs }
  const names = { profile, ...NAMES }
  const keysOf = seededKeys(profile, tmk.toString('hex'))
  const host = await startVirtualHost({
    ...{ clock, tls: null, state: books.state, keep: books.keep },
    twin: { ...names, tmk, keysOf, eyes: codecEyes, sealsRefusals: true },
  })
  const desk = makeVirtualDesk({ wait: clock.wait, tmk: () => tmk })
  const line = makeAcquirerLine({ address: { host: '127.0.0.1', port: host.port, tls: null }, profile, clock })
  const customer = makeCustomer(desk, clock)
  const close = async () => {
    await line.close()
    await host.close()
  }
  return {
    terminal: {
      line,
      desk,
      names,
      declines: 'signed',
      pinFreeUpTo: FREE_UP_TO,
      tmk: () => tmk,
      loadsKey: false,
      close,
    },
    setMood: (mood) => {
      host.setUsual(MOODS[mood])
      void host.setAway(mood === 'down')
      customer.setDeclined(mood === 'decline')
    },
    customer,
  }
}

const MOODS: Readonly<Record<PaymentMood, Mood | null>> = {
  ...{ approve: null, decline: null, down: null },
  ...{ 'in-part': 'in-part', 'lose-answer': 'no-answer', 'lose-request': 'lost-request' },
}

/** Its own key and its books; begun anew where there are none that this machine can read. */
async function openBooks({ random, batch, ...kept }: PracticeBankParts) {
  const books = await keptBooks(kept, 'practice-bank.json')
  const known = books.text === null ? null : Books.parse(JSON.parse(books.text))
  const tmk = known ? Buffer.from(known.tmk, 'hex') : Buffer.from(random.bytes(TMK_BYTES))
  const fresh = newHostState(Object.values(TEST_CARDS), Math.max(1, batch))
  const state = known && readHostState(known.state)
  return {
    tmk,
    // Payday, and new PINs: who practises every day would else have spent and locked every card some day.
    state: state ? { ...state, accounts: fresh.accounts } : fresh,
    keep: (now: HostState) => books.keep(JSON.stringify({ tmk: tmk.toString('hex'), state: writeHostState(now) })),
  }
}
