import type { Handlers } from '#contract'
import { isEmail, isPhone, type Contact } from '#domain/contact'
import { holdsCardNumber } from '#domain/card-number'
import { done, refused, type Nothing, type Result } from '#domain/result'
import { plan, type ActRefusal, type Acts, type Planned } from '../acts.ts'
import { voidEntered, whoever, type OperatorsParts, type Unheard } from './entering.ts'
import { whileOnDuty } from './on-duty.ts'

export type ContactRefusal = 'not-an-email' | 'not-a-phone' | 'holds-card-number'
type Why = Unheard | 'wrong-secret' | ContactRefusal
type Drafting = Pick<OperatorsParts, 'secrets'>

/** Where a manager gets one-time codes. The journal knows that it changed, and not to what. */
export const contacts = (parts: OperatorsParts): Pick<Handlers['operators'], 'setContact'> => ({
  setContact: ({ voidPassword, ...typed }, txn) =>
    whileOnDuty(parts.acts).act<Nothing, Why>(txn, async (till) => {
      const { number: operator } = whoever(till)
      const contact = readContact(typed)
      if (!contact.ok) return contact
      const amiss = await voidEntered(parts, till, voidPassword, 'contact')
      return amiss ?? written(parts, txn, operator, contact.value)
    }),
})

/** Addresses as they were typed, as they are kept. */
export function readContact({ email, phone: typed }: Contact): Result<Contact, ContactRefusal> {
  const phone = typed === null ? null : typed.replaceAll(/[ -]/g, '')
  if (email !== null && !isEmail(email)) return refused('not-an-email')
  if (phone !== null && !isPhone(phone)) return refused('not-a-phone')
  // Before the operators' file is written, which no record is needed for.
  if (holdsCardNumber(`${email ?? ''} ${phone ?? ''}`)) return refused('holds-card-number')
  return done({ email, phone })
}

/** Of the first manager, who has set the void password just now: an act of its own behind the one that made them. */
export function firstContact(
  { acts, secrets }: Drafting & { readonly acts: Acts },
  { begun, operator }: { readonly begun: string; readonly operator: string },
  contact: Contact,
): Promise<Result<Nothing, ActRefusal>> {
  // Asked again, it is the same act again.
  const txn = `${begun}-contact`
  return acts.act<Nothing, never>(txn, () => written({ secrets }, txn, operator, contact))
}

async function written(
  { secrets }: Drafting,
  txn: string,
  operator: string,
  contact: Contact,
): Promise<Planned<Nothing, never>> {
  await secrets.drafts.setContact(txn, operator, contact)
  const has = { email: contact.email !== null, phone: contact.phone !== null }
  return plan({ event: { is: 'contact-set', operator, ...has }, answer: {} })
}
