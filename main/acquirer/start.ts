import type { Handlers } from '#contract'
import type { CardsView } from '#contract/cards'
import { refused, done } from '#domain/result'
import { localTime } from '#domain/receipt-parts'
import type { Shop } from '#domain/receipt'
import { settlementSlip } from '#domain/settlement-slip'
import type { Declines } from '#domain/terminal/answer'
import { moneyIn } from '#domain/terminal/terminal'
import type { AcquirerLine } from '#drivers/acquirer/line-port'
import type { CardDesk, DeskStage } from '#drivers/card-desk/port'
import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { makeAlone, type Alone } from '../alone.ts'
import type { Vault } from '../vault.ts'
import { ended, type Papers } from '../printing/papers.ts'
import type { Ports } from '../payment/ports.ts'
import { makeAcquirer, type Acquirer } from './acquirer.ts'
import { loadKey } from './loading-key.ts'
import type { TerminalNames } from './fields.ts'
import type { SealedCards } from './sealed-cards.ts'
import { cardsView } from './view.ts'

/** The way to an acquirer, and where customers present their cards. */
export interface CardTerminalParts {
  readonly line: AcquirerLine
  readonly desk: CardDesk
  readonly names: TerminalNames
  readonly declines: Declines
  /** Up to so much a card without contact needs no PIN, fen. */
  readonly pinFreeUpTo: number
  /** The terminal's master key; null where none was loaded. */
  readonly tmk: () => Uint8Array | null
  /** Whether it is loaded here, from components; where a twin is practised with, it is there. */
  readonly loadsKey: boolean
  /** Resolves when nothing of it is open any more. */
  readonly close: () => Promise<void>
}

export interface StartCardsParts {
  readonly acts: Acts
  readonly random: Random
  readonly log: Log
  readonly clock: Clock
  readonly settings: { readonly timeZone: string }
  /** What is at rest of cards. */
  readonly cards: SealedCards
  readonly vault: Pick<Vault, 'put'>
  readonly papers: Pick<Papers, 'print'>
  readonly shop: () => Shop
  /** The number of whoever is on duty. */
  readonly operator: () => string
  /** Null: cards do not go to an acquirer from here. */
  readonly terminal: CardTerminalParts | null
  readonly closing: AbortSignal
  readonly onChange: () => void
}

export interface StartedCards {
  /** The others', and the acquirer's. */
  readonly ports: (others: Ports) => Ports
  readonly handlers: Handlers['cards']
  /** Null where there is no card terminal. */
  readonly view: () => CardsView | null
  /** What the customer is asked for at the reader just now. */
  readonly stage: () => DeskStage | null
  /** Resolves when `closing` has ended all of it. */
  readonly ended: () => Promise<void>
}

/** The station as a card terminal: opened where it has an acquirer, so that tenders and managers can use it. */
export function startCards(parts: StartCardsParts): StartedCards {
  const { acts, clock, settings, terminal, log } = parts
  if (!terminal) return NONE
  const today = () => localTime(clock.nowMs(), settings.timeZone).slice(0, 'YYYY-MM-DD'.length)
  const acquirer = makeAcquirer({ ...parts, ...terminal, today })
  acquirer.tidy().catch((cause: unknown) => log.fault('what is sealed of cards could not be tidied', cause))
  let stage: DeskStage | null = null
  terminal.desk.onStage((next) => {
    stage = next
    parts.onChange()
  })
  const alone = makeAlone(parts.onChange)
  return {
    ports: (others) => ({ ...others, acquirer: acquirer.port }),
    handlers: cardsHandlers({ ...parts, acquirer, alone, terminal }),
    view: () => cardsView(acts.till(), terminal, alone.isBusy()),
    stage: () => stage,
    ended: async () => {
      await alone.idle()
      await terminal.close()
    },
  }
}

interface CardsHandlersParts extends Pick<
  StartCardsParts,
  'acts' | 'closing' | 'vault' | 'papers' | 'shop' | 'operator'
> {
  readonly terminal: CardTerminalParts
  readonly acquirer: Acquirer
  readonly alone: Alone
}

function cardsHandlers(parts: CardsHandlersParts): Handlers['cards'] {
  const { acquirer, alone, acts, closing, vault, terminal } = parts
  const load = loadKey(vault, terminal.names.profile, acquirer.signOff)
  const printTotals = async () => {
    const { settled } = acts.till().cards
    const names = { ...terminal.names, operator: parts.operator() }
    return settled && parts.papers.print([settlementSlip({ settled, ...names }, parts.shop())])
  }
  return {
    loadKey: (input, txn) => (terminal.loadsKey ? load(input, txn) : Promise.resolve(refused('key-is-there'))),
    settle: async () => {
      const { cards } = acts.till()
      if (cards.settlement === null && moneyIn(cards).length === 0) return refused('batch-empty')
      const settled = (await alone.take(() => acquirer.settle(closing))) ?? refused('busy')
      // Its paper is the shop's; one that does not come out is printed by hand.
      if (settled.ok) await printTotals().catch(() => null)
      return settled
    },
    printTotals: async () => ended(await printTotals()),
    echo: async () => (await alone.take(() => acquirer.echo(closing))) ?? refused('busy'),
    signOff: async () => (await alone.take(() => acquirer.leave(closing))) ?? refused('busy'),
    balance: async () => {
      const told = await alone.take(() => acquirer.balance(closing))
      if (!told) return refused('busy')
      return done(told.is === 'told' ? { fen: told.fen, why: null } : { fen: null, why: told.why })
    },
    signIn: async () => {
      const signed = await alone.take(() => acquirer.signIn(closing))
      if (!signed) return refused('busy')
      return signed.ok ? done({}) : refused('sign-in-failed')
    },
  }
}

const none = () => Promise.resolve(refused('no-card-terminal'))
const NONE: StartedCards = {
  ports: (others) => others,
  handlers: {
    ...{ settle: none, signIn: none, echo: none, printTotals: none },
    ...{ signOff: none, balance: none, loadKey: none },
  },
  ...{ view: () => null, stage: () => null, ended: () => Promise.resolve() },
}
