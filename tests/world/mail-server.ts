import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Certificate } from './certificate.ts'

/** A mail server on a port of this machine, as a shop's provider runs one. */
export interface TestMailServer {
  readonly port: number
  /** Whole mails as they came. */
  readonly mails: string[]
  /** Connections that are open just now. */
  readonly open: () => number
  readonly stop: () => Promise<void>
}

export interface MailServerParts {
  readonly certificate: Certificate
  /** TLS from the first byte; else STARTTLS is offered. */
  readonly secure?: boolean
  /** STARTTLS is not even offered. */
  readonly plain?: boolean
  readonly user: string
  readonly password: string
  /** The answer to a recipient; 250 takes it. */
  readonly recipient?: () => { readonly code: number; readonly words: string } | null
}

export async function startMailServer(parts: MailServerParts): Promise<TestMailServer> {
  const mails: string[] = []
  const server = new SMTPServer({
    ...parts.certificate,
    ...{ secure: parts.secure ?? false, disabledCommands: parts.plain ? ['STARTTLS'] : [], logger: false },
    allowInsecureAuth: parts.plain ?? false,
    onAuth: ({ username, password }, _session, done) => {
      const known = username === parts.user && password === parts.password
      done(null, known ? { user: username } : {})
    },
    onRcptTo: (_address, _session, done) => {
      const answer = parts.recipient?.() ?? null
      done(answer && Object.assign(new Error(answer.words), { responseCode: answer.code }))
    },
    onData: (stream, _session, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        mails.push(Buffer.concat(pieces).toString('latin1'))
        done()
      })
    },
  })
  // What a client breaks off is its own business.
  server.on('error', () => undefined)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return {
    ...{ mails, open: () => server.connections.size },
    port: (listening.address() as AddressInfo).port, // it listens on a port, so it has one
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
