import type { Handlers } from '#contract'
import { isEmail, isPhone } from '#domain/contact'
import { holdsCardNumber } from '#domain/card-number'
import { refused, type Nothing } from '#domain/result'
import { plan } from '../acts.ts'
import { voidEntered, whoever, type OperatorsParts, type Unheard } from './entering.ts'
import { whileOnDuty } from './on-duty.ts'

type Why = Unheard | 'wrong-secret' | 'not-an-email' | 'not-a-phone' | 'holds-card-number'

/** Where a manager gets one-time codes. The journal knows that it changed, and not to what. */
export const contacts = (parts: OperatorsParts): Pick<Handlers['operators'], 'setContact'> => ({
  setContact: ({ email, phone: typed, voidPassword }, txn) =>
    whileOnDuty(parts.acts).act<Nothing, Why>(txn, async (till) => {
      const { number: operator } = whoever(till)
      const phone = typed === null ? null : typed.replaceAll(/[ -]/g, '')
      if (email !== null && !isEmail(email)) return refused('not-an-email')
      if (phone !== null && !isPhone(phone)) return refused('not-a-phone')
      // Before the operators' file is written, which no record is needed for.
      if (holdsCardNumber(`${email ?? ''} ${phone ?? ''}`)) return refused('holds-card-number')
      const amiss = await voidEntered(parts, till, voidPassword, 'contact')
      if (amiss) return amiss
      await parts.secrets.drafts.setContact(txn, operator, { email, phone })
      const has = { email: email !== null, phone: phone !== null }
      return plan({ event: { is: 'contact-set', operator, ...has }, answer: {} })
    }),
})
