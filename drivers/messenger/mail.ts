import { failed, OF_TLS, type Message, type Sending, type Why } from './port.ts'

/** A mail server that takes mail from the shop (RFC 6409). */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte, `starttls` before anything is said, or `none`: everything can be read on its way. */
  readonly tls: 'tls' | 'starttls' | 'none'
  /** Null: it asks for none. */
  readonly user: string | null
  readonly from: string
  /** PEM of who vouches for the server, where that is the shop itself; null: who vouches for the public's servers. */
  readonly ca: string | null
}

/** Sends one mail over a connection of its own; gives up when it is told to. */
export async function sendMail(
  server: MailServer,
  password: string | null,
  { id, to, subject, text }: Message,
  signal: AbortSignal,
): Promise<Sending> {
  const { host, port, tls, user, from, ca } = server
  // Loaded with the first mail: a start need not wait for it.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    ...{ host, port, secure: tls === 'tls', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none' },
    ...(user !== null && { auth: { user, pass: password ?? '' } }),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca !== null && { ca }) },
    ...{ disableFileAccess: true, disableUrlAccess: true, logger: false, socketCloseTimeout: 0 },
  })
  try {
    await transport.sendMail({
      from,
      // As an object it is one address, whatever is in it.
      to: { name: '', address: to.address },
      messageId: `<${id}@${from.split('@')[1] ?? host}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...{ subject, text, signal },
    })
    return 'sent'
  } catch (cause) {
    return judged(cause)
  } finally {
    transport.close()
  }
}

interface Trouble {
  readonly code?: string
  /** The system's or OpenSSL's. */
  readonly originalCode?: string
  /** The last answer's, of SMTP. */
  readonly responseCode?: number
  readonly command?: string
}

/** How a mail that was not sent fared, by codes alone. */
function judged(cause: unknown): Sending {
  const trouble = cause as Trouble // an Error with fields of nodemailer's own, all of which may be missing
  const codes = [trouble.code, trouble.originalCode, trouble.responseCode].filter((code) => code !== undefined)
  return failed(whyOf(trouble), codes.join(' ') || 'no code')
}

function whyOf({ code = '', originalCode = '', responseCode = 0, command = '' }: Trouble): Why {
  if (code === 'EAUTH' || code === 'ENOAUTH') return responseCode >= 400 && responseCode < 500 ? 'unreachable' : 'auth'
  if (code === 'ETLS' || OF_TLS.test(originalCode)) return 'insecure'
  if (code === 'ETIMEDOUT' || code === 'EABORT') return 'timeout'
  // "Later", says a server that greylists, is full or is going down.
  if (responseCode >= 400 && responseCode < 500) return 'unreachable'
  if (code === 'EENVELOPE' && command.startsWith('RCPT')) return 'bad-address'
  return ['ECONNECTION', 'ESOCKET', 'EDNS'].includes(code) ? 'unreachable' : 'refused'
}
