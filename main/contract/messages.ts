import { call } from './define.ts'
import { Channel, Nothing } from './shapes.ts'
import { z } from 'zod'

/** Passwords of mail servers and keys of gateways are longer than a person's. */
const ServerSecret = z.string().min(1).max(256)

/** How messages leave the shop: mail and SMS to managers. What becomes of a test, the view says. */
export const messages = {
  /** The mail server's password, or the gateway's key: sealed here, and never shown again. */
  setPassword: call({
    ...{ by: 'it', changes: true, takes: z.strictObject({ channel: Channel, secret: ServerSecret }) },
    ...{ gives: Nothing, refuses: [] },
  }),
  /** Sends a test message. For IT and managers on duty. */
  test: call({
    ...{ by: 'anyone', changes: false, gives: Nothing },
    takes: z.strictObject({ channel: Channel, to: z.string().min(1).max(120) }),
    refuses: ['channel-not-set-up', 'not-an-address', 'too-many-messages'],
  }),
}
