import { Channel } from './shapes.ts'
import { z } from 'zod'

/** What became of a message; `text` is codes for IT. */
export const MessageStateView = z.discriminatedUnion('is', [
  z.strictObject({ is: z.enum(['waiting', 'sent']) }),
  z.strictObject({
    is: z.literal('failed'),
    why: z.enum(['refused', 'unreachable', 'insecure', 'auth', 'timeout', 'bad-address']),
    text: z.string(),
  }),
])

/** `none`: not in the settings · `no-password`: in them, and the password or key is missing. */
const Way = z.strictObject({ is: z.enum(['ready', 'no-password', 'none']), at: z.string() })

/** How messages leave the shop, for IT and managers. Addresses are masked. */
export const MessagesView = z.strictObject({
  ...{ email: Way, sms: Way },
  /** The test message sent last since the start. */
  test: z.strictObject({ channel: Channel, to: z.string(), state: MessageStateView }).nullable(),
})
export type MessagesView = z.infer<typeof MessagesView>
export type MessageStateView = z.infer<typeof MessageStateView>
