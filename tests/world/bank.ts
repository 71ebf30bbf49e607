import { CUP_CLASSIC } from '#drivers/acquirer/codec/profile'
import type { HostBooks } from '#drivers/acquirer/virtual/books'
import { TEST_CARDS } from '#drivers/acquirer/virtual/cards'
import type { Mood } from '#drivers/acquirer/virtual/moods'
import { seededKeys } from '#drivers/acquirer/virtual/seeded-keys'
import { newHostState } from '#drivers/acquirer/virtual/state'
import type { CustomerState } from '#drivers/bench/port'
import { makeVirtualDesk } from '#drivers/card-desk/virtual'
import type { VirtualClock } from '#drivers/clock/virtual'
import type { Random } from '#drivers/random/port'
import type { CardTerminalParts } from '#main/acquirer/start'
import { makeCustomer } from '#main/training/customer'
import { makeAir } from '../acquirer/air.ts'
import { secondEyes } from '../acquirer/second-eyes.ts'
import { TMK } from '../acquirer/vectors.ts'
import { wireLines } from '../acquirer/wire.ts'

/** The acquirer of a station in a box: its twin behind a line without sockets, and a customer at the reader. */
export interface Bank {
  /** Of one program: at each start a new line and a reader without keys. */
  readonly terminal: () => CardTerminalParts
  readonly books: () => HostBooks
  /** What the next messages meet. */
  readonly will: (...moods: readonly Mood[]) => void
  readonly choose: (manner: CustomerState) => void
  /** What went over the line since it was read last, as lines for a person, masked as a log would be. */
  readonly wire: () => string[]
}

const NAMES = { terminal: '12345678', merchant: '898310058120001' } as const
const FREE_UP_TO = 100_000

export function makeBank(clock: VirtualClock, random: Pick<Random, 'below'>): Bank {
  const wire: string[] = []
  const twin = {
    ...{ ...NAMES, profile: CUP_CLASSIC, tmk: TMK, keysOf: seededKeys(CUP_CLASSIC, 'box') },
    ...{ eyes: secondEyes, sealsRefusals: true },
  }
  const air = makeAir({
    ...{ twin, state: newHostState(Object.values(TEST_CARDS)), clock, random },
    heard: (way, content) => void wire.push(...wireLines(way, content)),
  })
  let manner: CustomerState = { card: 'chip', pin: 'right', byItself: true }
  let choose: (manner: CustomerState) => void = () => undefined
  return {
    terminal: () => {
      const desk = makeVirtualDesk({ wait: clock.wait, tmk: () => TMK })
      const customer = makeCustomer(desk, clock)
      customer.choose(manner)
      choose = customer.choose
      const line = air.line()
      return {
        ...{ line, desk, names: { profile: CUP_CLASSIC, ...NAMES }, declines: 'signed', pinFreeUpTo: FREE_UP_TO },
        ...{ tmk: () => TMK, loadsKey: false, close: () => line.close() },
      }
    },
    ...{ books: air.books, will: air.will },
    choose: (next) => {
      manner = next
      choose(next)
    },
    wire: () => wire.splice(0),
  }
}
