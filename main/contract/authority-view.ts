import { Channel, Fen, OperatorNumber } from './shapes.ts'
import { z } from 'zod'

/** Where a manager can be reached; the address is masked. */
export const Reach = z.strictObject({ channel: Channel, to: z.string() })

/** The newest one-time code of the sale on the screen. What it says is nowhere but with the manager. */
export const CodeView = z.strictObject({
  is: z.enum(['live', 'used', 'dead', 'replaced', 'expired']),
  amount: Fen,
  manager: OperatorNumber,
  /** `forgotten`: it was sent before the station started. */
  delivery: z.enum(['waiting', 'sent', 'failed', 'forgotten']),
  /** Until it expires when the view was made, ms. */
  leftMs: z.number().min(0),
  triesLeft: z.int(),
})
export type CodeView = z.infer<typeof CodeView>
