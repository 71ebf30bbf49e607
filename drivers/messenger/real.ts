import type { Clock } from '../clock/port.ts'
import { sendSms, type Gateway } from './gateway.ts'
import { sendMail, type MailServer } from './mail.ts'
import { failed, isDeliverable, limited, type Channel, type Message, type Messenger, type Sending } from './port.ts'

export interface MessengerParts {
  /** Null: that way is not set up. */
  readonly mail: MailServer | null
  readonly sms: Gateway | null
  /** The password of the mail server, or the key of the gateway; null while there is none. Asked for each message. */
  readonly secret: (channel: Channel) => string | null
  readonly clock: Pick<Clock, 'wait' | 'nowMs'>
}

/** Mail over SMTP, SMS over a company's gateway. */
export function makeMessenger({ mail, sms, secret, clock }: MessengerParts): Messenger {
  const deliver = (message: Message, signal: AbortSignal): Promise<Sending> => {
    const key = secret(message.to.is)
    if (message.to.is === 'email' && mail) return sendMail(mail, key, message, signal)
    if (message.to.is === 'sms' && sms && key !== null) {
      return sendSms(sms, key, message, { nowMs: clock.nowMs(), signal })
    }
    return Promise.resolve(failed('refused', 'not set up'))
  }
  return {
    channels: () => [
      ...(mail && (mail.user === null || secret('email') !== null) ? (['email'] as const) : []),
      ...(sms && secret('sms') !== null ? (['sms'] as const) : []),
    ],
    send: async (message, stop) => {
      if (!isDeliverable(message.to)) return failed('bad-address', 'not an address')
      return limited(clock.wait, stop, (signal) => deliver(message, signal))
    },
  }
}
