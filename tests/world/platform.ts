import type { VirtualClock } from '#drivers/clock/virtual'
import type { Random } from '#drivers/random/port'
import { LakalaPort } from '#drivers/scanpay/port'
import type { PlatformBooks } from '#drivers/scanpay/virtual/books'
import { codeOf, TEST_CUSTOMERS, type TestCustomerName } from '#drivers/scanpay/virtual/customers'
import type { Mood } from '#drivers/scanpay/virtual/moods'
import { newPlatformState, type Order } from '#drivers/scanpay/virtual/state'
import type { WalletsParts } from '#main/scanpay/start'
import { wrapped } from '../acquirer/wire.ts'
import { CODES, makeAir, PARTY } from '../scanpay/air.ts'

/** The payment platform of a station in a box: its twin behind a line without sockets, and customers with wallets. */
export interface Platform {
  /** Of one program: at each start a new line. */
  readonly wallets: () => WalletsParts
  readonly books: () => PlatformBooks
  /** What the next requests meet. */
  readonly will: (...moods: readonly Mood[]) => void
  /** Another one each time: a wallet shows no code twice. */
  readonly code: (customer: TestCustomerName) => string
  readonly act: (what: 'pays' | 'enters-password' | 'refuses', customer: TestCustomerName) => void
  /** What went over the line since it was read last, as lines for a person; payment codes are masked. */
  readonly wire: () => string[]
}

export function makePlatform(clock: VirtualClock, random: Random): Platform {
  const wire: string[] = []
  const air = makeAir({ state: newPlatformState(Object.values(TEST_CUSTOMERS)), clock, random })
  let codes = 0
  let dieOfLast: () => void = () => undefined
  const newest = (wanted: (order: Order) => boolean): string =>
    [...air.state().orders.values()].findLast(wanted)?.number ?? ''
  return {
    wallets: () => {
      // The one before died with its program.
      dieOfLast()
      const line = air.line()
      dieOfLast = line.die
      const port = new LakalaPort({
        ...{
          clock,
          party: PARTY,
          codes: CODES,
          subject: '小麦便利店',
          refundsBy: 'labs',
          qrWallet: 'ALIPAY',
        },
        transport: {
          exchange: async (request, noMore) => {
            wire.push(...wrapped(`→ ${request.path.split('/').at(-1) ?? ''}:`, told(request.body)))
            const exchanged = await line.exchange(request, noMore)
            wire.push(...wrapped('←', exchanged.is === 'answer' ? told(exchanged.body) : [exchanged.is, exchanged.why]))
            return exchanged
          },
        },
      })
      return {
        port,
        close: () => {
          line.die()
          return Promise.resolve()
        },
      }
    },
    books: air.books,
    will: (...moods) => {
      for (const mood of moods) air.will('', mood)
    },
    code: (customer) => codeOf(TEST_CUSTOMERS[customer], ++codes),
    act: (what, customer) => {
      const number = newest(
        what === 'pays' ? ({ state }) => state === 'INIT' : ({ waits }) => waits?.for === 'password',
      )
      air.customer(
        what === 'pays' ? { is: what, number, customer: TEST_CUSTOMERS[customer].codes } : { is: what, number },
      )
    },
    wire: () => wire.splice(0),
  }
}

/** What a person looks for in a message; the rest is the same of all, or follows from it. */
const TOLD = [
  ...['code', 'need_query', 'out_trade_no', 'origin_out_trade_no', 'auth_code', 'total_amount', 'refund_amount'],
  ...['account_type', 'trade_type', 'timeout_express', 'log_no', 'acc_trade_no', 'trade_main_type', 'trade_state'],
  ...['out_order_no', 'order_status', 'counter_url', 'origin_trade_no', 'origin_log_no'],
]
const MASKED_FROM = 4

/** JSON as a person reads it: names and values. */
function told(body: string): string[] {
  const words = (value: object): string[] =>
    Object.entries(value).flatMap(([name, each]: [string, unknown]) => {
      if (typeof each === 'object' && each !== null) return words(each)
      const text = String(each)
      if (!TOLD.includes(name) || text === '') return []
      return [`${name}=${name === 'auth_code' ? text.slice(0, MASKED_FROM).padEnd(text.length, '*') : text}`]
    })
  try {
    return words(JSON.parse(body) as object) // a message of ours, or of the twin's
  } catch {
    return ['nothing that is JSON']
  }
}
