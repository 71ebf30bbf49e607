/** How somebody is reached; either may be missing. */
export interface Contact {
  readonly email: string | null
  readonly phone: string | null
}
export type Channel = 'email' | 'sms'

export const EMAIL_LENGTH_MAX = 120
const EMAIL = /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/
const PHONE = /^\+?\d{5,15}$/

export const isEmail = (text: string): boolean => text.length <= EMAIL_LENGTH_MAX && EMAIL.test(text)
/** Digits without spaces, with or without a country's code. */
export const isPhone = (text: string): boolean => PHONE.test(text)

const HIDDEN = '***'
const PHONE_TAIL = 4
const PHONE_HIDDEN = 4

/** `l***@shop.cn`, `138****1234`: enough for whoever knows it. Of what is too short or no address nothing is shown. */
export function masked(channel: Channel, address: string): string {
  if (channel === 'email') {
    return isEmail(address) ? `${address.slice(0, 1)}${HIDDEN}${address.slice(address.indexOf('@'))}` : HIDDEN
  }
  const shown = address.length - PHONE_TAIL - PHONE_HIDDEN
  if (!isPhone(address) || shown < 0) return HIDDEN
  return `${address.slice(0, shown)}${'*'.repeat(PHONE_HIDDEN)}${address.slice(-PHONE_TAIL)}`
}
