import { Channel, CustomerManner, Gadget, MessengerMood, PayerName, PaymentMood, PrinterMood } from './shapes.ts'
import { z } from 'zod'

/** The virtual devices, and the hands at them. */
export const BenchView = z.strictObject({
  /** Null where a real printer stands in the place of the virtual one. */
  printer: PrinterMood.nullable(),
  drawer: z.enum(['open', 'shut']),
  sheet: z.array(z.string()),
  /** How the next orders fare, where the acquirers are virtual. */
  payments: z.strictObject({ card: PaymentMood, scan: PaymentMood }).nullable(),
  /** The virtual messenger and what it took last, newest first; null where a real one stands in its place. */
  messages: z
    .strictObject({
      mood: MessengerMood,
      newest: z.array(z.strictObject({ channel: Channel, to: z.string(), subject: z.string(), text: z.string() })),
    })
    .nullable(),
  /** Another station: whether it has heard what this one asks, and what this one said to it. */
  /** Practice devices; none while nobody has looked at devices yet. */
  gadgets: z.array(z.strictObject({ name: Gadget, plugged: z.boolean(), shows: z.string().max(200) })),
  /** Who stands at the virtual card reader; null where there is none. */
  customer: CustomerManner.nullable(),
  /** Who pays by a wallet; null where there is no twin to pay at. */
  payer: z.strictObject({ customer: PayerName }).nullable(),
  neighbour: z.strictObject({ asked: z.boolean(), said: z.enum(['yes', 'no']).nullable() }).nullable(),
})
