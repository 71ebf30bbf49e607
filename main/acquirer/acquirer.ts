import { moneyIn } from '#domain/terminal/terminal'
import type { PaymentPort } from '#drivers/payment/port'
import { makeTurns } from '../turns.ts'
import { settle, type SettlingParts } from './settling.ts'
import { makeEnquiring, type Enquiring } from './enquiring.ts'
import { makeSigningIn, type SignedIn, type SigningInParts } from './signing-in.ts'
import { makeTalking, type TalkingParts } from './talking.ts'
import { TerminalPort, type TerminalPortParts } from './terminal-port.ts'

type Made = 'talking' | 'signing'
export type AcquirerParts = TalkingParts &
  Omit<SigningInParts, Made> &
  Omit<TerminalPortParts, Made> &
  Omit<SettlingParts, Made>

export interface Acquirer {
  /** Cards by this station’s own terminal. */
  readonly port: PaymentPort
  /** Settles the batch that is open, from where it is. */
  readonly settle: (noMore: AbortSignal) => ReturnType<typeof settle>
  /** Signs in anew, with new keys of the day. */
  readonly signIn: (noMore: AbortSignal) => Promise<SignedIn>
  /** Whether it is there; and what a card has. */
  readonly echo: Enquiring['echo']
  readonly balance: Enquiring['balance']
  /** Tells it that this terminal goes. */
  readonly leave: Enquiring['leave']
  /** The next transaction signs in first, as after a new master key. */
  readonly signOff: () => Promise<void>
  /** What was sealed of cards and is in no batch any more is destroyed: to be called at a start. */
  readonly tidy: () => Promise<void>
}

/** The station as a card terminal of its acquirer, whole. It does one thing after another. */
export function makeAcquirer(parts: AcquirerParts): Acquirer {
  const talking = makeTalking(parts)
  const signing = makeSigningIn({ ...parts, talking })
  const enquiring = makeEnquiring({ ...parts, talking, signing })
  const port = new TerminalPort({ ...parts, talking, signing })
  const { acts, cards, log } = parts
  // Not before the journal says that nothing moved: a reversal after a power cut still needs it.
  acts.onEvent((event) => {
    if (event.is !== 'payment-told' || acts.till().cards.sent.get(event.attempt)?.end !== 'not-moved') return
    cards.drop([event.attempt]).catch((cause: unknown) => log.fault('a card stays sealed until the next start', cause))
  })
  const turns = makeTurns()
  return {
    port: {
      ...{ settlesBy: port.settlesBy, holds: port.holds },
      send: (order, noMore) => turns.take(() => port.send(order, noMore)),
      lookUp: () => port.lookUp(),
      reverse: (order, noMore) => turns.take(() => port.reverse(order, noMore)),
      onLate: () => port.onLate(),
    },
    settle: (noMore) => turns.take(() => settle({ ...parts, talking, signing }, noMore)),
    signIn: (noMore) =>
      turns.take(async () => {
        await signing.signOff('operator')
        return signing.keys(noMore)
      }),
    echo: (noMore) => turns.take(() => enquiring.echo(noMore)),
    leave: (noMore) => turns.take(() => enquiring.leave(noMore)),
    balance: (noMore) => turns.take(() => enquiring.balance(noMore)),
    signOff: () => turns.take(() => signing.signOff('operator')),
    tidy: () => cards.keepOnly(new Set(moneyIn(acts.till().cards).map(({ attempt }) => attempt))),
  }
}
