import { isEmail } from '#domain/contact'
import type { Gateway, Json } from '#drivers/messenger/gateway'
import { GATEWAYS } from '#drivers/messenger/gateways'
import type { MailServer } from '#drivers/messenger/mail'
import { z } from 'zod'

/** What stays on this machine can not be read on its way. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host)

export const Mail = z.strictObject({
  host: z.string().regex(/^[\w.:-]{1,253}$/),
  port: z.int().min(1).max(65_535).default(465),
  tls: z.enum(['tls', 'starttls', 'none']).default('tls'),
  /** Null where the server asks for no password. */
  user: z.string().min(1).max(120).nullable(),
  from: z.string().refine(isEmail, { error: 'not a mail address' }),
  ca: z.string().startsWith('-----BEGIN CERTIFICATE-----').max(16_384).nullable().default(null),
}) satisfies z.ZodType<MailServer>

const TEMPLATE_LENGTH_MAX = 500
const Template = z.string().max(TEMPLATE_LENGTH_MAX)
const Texts = z.record(z.string().regex(/^[\w-]{1,60}$/), Template)
const ENTRIES_MAX = 4_000
const JsonTemplate = z.json().refine((value) => JSON.stringify(value).length <= ENTRIES_MAX, { error: 'too long' })

/** How a gateway wants to be asked, where neither of the two kinds we know is right. */
const Described = z.strictObject({
  body: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('json'), value: JsonTemplate }),
    z.strictObject({ is: z.literal('form'), fields: Texts }),
  ]),
  headers: Texts.default({}),
  auth: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('bearer') }),
    z.strictObject({
      ...{ is: z.literal('hmac-sha256'), header: z.string().regex(/^[\w-]{1,60}$/), of: Template },
      as: z.enum(['hex', 'base64']).default('hex'),
    }),
  ]),
  success: z.strictObject({ status: z.int().min(200).max(299), path: Template, equals: Template }),
})

const Url = z.url().refine(isSafe, { error: 'https only, or http on this machine' })

function isSafe(url: string): boolean {
  const { protocol, hostname, username } = new URL(url)
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)))
}

const Sms = z.strictObject({ url: Url, gateway: z.union([z.enum(['json-bearer', 'form-hmac']), Described]) })

/** How messages leave the shop. Passwords and keys are not here but in the vault. */
export const MessagesSettings = z.strictObject({ mail: Mail.nullable(), sms: Sms.nullable() })
export type MessagesSettings = z.infer<typeof MessagesSettings>
export const NO_MESSAGES: MessagesSettings = { mail: null, sms: null }

/** The gateway with its kind spelt out. */
export function gatewayOf(sms: MessagesSettings['sms']): Gateway | null {
  if (!sms) return null
  const { url, gateway } = sms
  if (typeof gateway === 'string') return { url, ...GATEWAYS[gateway] }
  const { body } = gateway
  // zod's JSON and the driver's are the same values under two names.
  return { url, ...gateway, body: body.is === 'json' ? { is: 'json', value: body.value as Json } : body }
}
