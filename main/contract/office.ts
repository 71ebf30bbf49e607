import { call } from './define.ts'
import { Nothing } from './shapes.ts'
import { z } from 'zod'

/** How it goes between this station and head office: as `main/sync/uplink.ts` has it, or why it has not begun. */
export const LineState = z.discriminatedUnion('is', [
  z.strictObject({ is: z.enum(['connecting', 'sending', 'up-to-date', 'newer', 'no-identity', 'not-in-training']) }),
  /** Tried again by itself. */
  z.strictObject({
    is: z.literal('waiting'),
    why: z.enum(['unreachable', 'refused', 'insecure', 'silence', 'contested']),
  }),
  z.strictObject({ is: z.enum(['fork', 'not-as-written']), seq: z.int() }),
  z.strictObject({ is: z.literal('superseded'), branch: z.string() }),
  z.strictObject({ is: z.literal('file-missing'), file: z.string() }),
])
export type LineState = z.infer<typeof LineState>

/** A record of the journal that is known to be somewhere, and since when that is known. */
const There = z.strictObject({ seq: z.int(), atMs: z.number() })

export const OfficeView = z.strictObject({
  ...{ shop: z.string(), servers: z.array(z.string()), line: LineState },
  /** The newest record of the journal; and how many of them the hub has not, as far as is known. */
  ...{ head: z.int(), outbox: z.int() },
  /** The last that the hub has. */
  sent: There.nullable(),
  /** The last that the ledger has, with the first signs of its hash. */
  ledger: There.extend({ hash: z.string() }).nullable(),
})
export type OfficeView = z.infer<typeof OfficeView>

/** Head office: the journal on its way to it. */
export const office = {
  /** Calls the hub again at once, whatever it waits for. */
  tryAgain: call({
    ...{ by: 'manager-or-it', changes: false, takes: Nothing, gives: Nothing, refuses: ['no-hub'] },
  }),
}
