import { call } from './define.ts'
import {
  Code,
  CustomerAct,
  CustomerManner,
  Gadget,
  MessengerMood,
  Method,
  Nothing,
  OperatorNumber,
  PayerAct,
  PayerName,
  PaymentMood,
  PrinterMood,
} from './shapes.ts'
import { z } from 'zod'

/** The training panel: stands in for hands at the virtual devices. Refused outside the profile `training`. */
export const training = {
  /** Holds a code under the virtual scanner. */
  scan: call({
    by: 'anyone',
    changes: false,
    takes: z.strictObject({ code: Code }),
    gives: Nothing,
    refuses: ['not-in-training'],
  }),
  /** What happens to the virtual printer: put right, out of paper, opened, jammed, its cable pulled. */
  setPrinter: call({
    by: 'anyone',
    changes: false,
    takes: z.strictObject({ mood: PrinterMood }),
    gives: Nothing,
    refuses: ['not-in-training'],
  }),
  /** How the next orders fare at the virtual acquirer of a method. */
  setPayments: call({
    by: 'anyone',
    changes: false,
    takes: z.strictObject({ method: Method, mood: PaymentMood }),
    gives: Nothing,
    refuses: ['not-in-training'],
  }),
  /** How the virtual messenger takes the next messages. */
  setMessenger: call({
    by: 'anyone',
    changes: false,
    takes: z.strictObject({ mood: MessengerMood }),
    gives: Nothing,
    refuses: ['not-in-training'],
  }),
  /** At the other station of the shop somebody asks for an approval. */
  neighbourAsks: call({ by: 'on-duty', changes: false, takes: Nothing, gives: Nothing, refuses: ['not-in-training'] }),
  /** What a manager there says to what this station asks. */
  neighbourAnswers: call({
    by: 'on-duty',
    changes: false,
    takes: z.strictObject({ manager: OperatorNumber, says: z.enum(['yes', 'no']) }),
    gives: Nothing,
    refuses: ['not-in-training'],
  }),
  /** Plugs a practice device in, or pulls it out. */
  plug: call({
    ...{ by: 'on-duty', changes: false, gives: Nothing, refuses: ['not-in-training'] },
    takes: z.strictObject({ gadget: Gadget, isIn: z.boolean() }),
  }),
  /** Does with a practice device what it is for: a code to scan, the stripe of a card to draw through. */
  use: call({
    ...{ by: 'on-duty', changes: false, gives: Nothing, refuses: ['not-in-training'] },
    takes: z.strictObject({ gadget: Gadget, text: z.string().max(512) }),
  }),
  /** Who stands at the virtual card reader. */
  setCustomer: call({
    ...{ by: 'on-duty', changes: false, gives: Nothing, refuses: ['not-in-training'] },
    takes: CustomerManner,
  }),
  /** What they do there by hand. */
  customer: call({
    ...{ by: 'on-duty', changes: false, gives: Nothing, refuses: ['not-in-training'] },
    takes: z.strictObject({ does: CustomerAct }),
  }),
  /** Whose wallet it is, and what they do: show their code to the virtual scanner, pay ours, answer their wallet. */
  setPayer: call({
    ...{ by: 'on-duty', changes: false, gives: Nothing, refuses: ['not-in-training'] },
    takes: z.strictObject({ customer: PayerName }),
  }),
  payer: call({
    ...{ by: 'on-duty', changes: false, gives: Nothing, refuses: ['not-in-training'] },
    takes: z.strictObject({ does: PayerAct }),
  }),
  /** The platform’s twin lays its statement of today into the folder for statements. */
  statement: call({
    ...{ by: 'manager', changes: false, takes: Nothing, gives: Nothing },
    refuses: ['not-in-training', 'no-statement-folder'],
  }),
  /** Pushes the virtual drawer shut. */
  shutDrawer: call({ by: 'anyone', changes: false, takes: Nothing, gives: Nothing, refuses: ['not-in-training'] }),
  /** A few goods with their codes, for who has no scanner and no goods at hand. */
  codes: call({
    by: 'anyone',
    changes: false,
    takes: Nothing,
    gives: z.strictObject({ goods: z.array(z.strictObject({ code: Code, name: z.string() })).max(12) }),
    refuses: ['not-in-training'],
  }),
}
