/** Addresses that one-time codes go to, and how little of them is shown. */

/** RFC 5321, but for what no mailbox of a shop has: quoted parts, addresses of hosts by number, signs beyond ASCII. */
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]{1,40}@(?:[a-z\d](?:[a-z\d-]{0,30}[a-z\d])?\.)+[a-z]{2,10}$/i
/** ITU-T E.164: at most 15 digits with the country's. */
const PHONE = /^\+?\d{7,15}$/

export const isEmail = (text: string): boolean => EMAIL.test(text)
export const isPhone = (text: string): boolean => PHONE.test(text)

/** `l***@shop.cn`: enough to know one's own. */
export function maskedEmail(email: string): string {
  const [mailbox = '', domain = ''] = email.split('@')
  return `${mailbox.slice(0, 1)}***@${domain}`
}

const HEAD = 3
const TAIL = 4

/** `138****1234`; of a short number the end alone. */
export function maskedPhone(phone: string): string {
  const head = phone.length > HEAD + TAIL + 2 ? phone.slice(0, HEAD) : ''
  return `${head}****${phone.slice(-TAIL)}`
}
