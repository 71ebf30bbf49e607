import { OperatorNumber } from '#contract/shapes'
import { SECRET_KINDS } from '#domain/lockout'
import { z } from 'zod'

const Kind = z.enum(SECRET_KINDS)
const Whose = { operator: OperatorNumber }
/** `token`: the id of a code of head office. */
const ByHeadOffice = { by: OperatorNumber.nullable(), token: z.string().max(32).exactOptional() }

/** Records of what people do with their secrets. No field takes a secret, nor an address. */
export const SECRET_EVENTS = [
  z.strictObject({ is: z.literal('secret-refused'), secret: Kind, ...Whose, subject: z.string().max(64) }),
  z.strictObject({ is: z.literal('secret-set'), secret: Kind.exclude(['totp']), ...Whose, ...ByHeadOffice }),
  z.strictObject({ is: z.literal('secret-revoked'), secret: Kind, ...Whose, ...ByHeadOffice }),
  z.strictObject({ is: z.literal('authenticator-begun'), ...Whose }),
  z.strictObject({ is: z.literal('authenticator-set'), ...Whose, step: z.int().min(0) }),
  z.strictObject({ is: z.literal('contact-set'), ...Whose, email: z.boolean(), phone: z.boolean() }),
] as const
