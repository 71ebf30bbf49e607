import { makeRealClock } from '#drivers/clock/real'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import PostalMime from 'postal-mime'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate, type Certificate } from '../../tests/world/certificate.ts'
import { startMailServer, type MailServerParts, type TestMailServer } from '../../tests/world/mail-server.ts'
import type { MailServer } from './mail.ts'
import { SEND_MS, type Message } from './port.ts'
import { makeMessenger } from './real.ts'

const USER = 'till@shop.cn'
const PASSWORD = 'a mail password'
const MAIL: Message = {
  ...{
    id: 'one',
    to: { is: 'email', address: 'lisi@shop.cn' },
    subject: '小麦便利店：S01-1-000001O 申请退款 12.50 元',
  },
  text: `退款码：482913\n\n同意退款才把它告诉申请人。${'很长的一行'.repeat(50)}`,
}
const clock = makeRealClock()
/** A limit that passes at once, so that a test sees it pass. */
const quick = { ...clock, wait: (ms: number, signal?: AbortSignal) => clock.wait(Math.ceil(ms / 50), signal) }

let certificate: Certificate
beforeAll(() => {
  certificate = makeCertificate()
})
const running: TestMailServer[] = []
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop()
})

async function mailServer(parts: Partial<MailServerParts> = {}): Promise<TestMailServer> {
  const there = await startMailServer({ certificate, user: USER, password: PASSWORD, ...parts })
  running.push(there)
  return there
}
const serverAt = (port: number, own: Partial<MailServer> = {}): MailServer => ({
  ...{ host: '127.0.0.1', port, tls: 'starttls', user: USER, from: USER, ca: certificate.cert, ...own },
})
const send = (server: MailServer, message = MAIL, password = PASSWORD, time = clock) =>
  makeMessenger({ mail: server, sms: null, secret: () => password, clock: time }).send(message)

describe('a mail', () => {
  it.each([
    ['starttls', { tls: 'starttls' }, {}],
    ['TLS from the first byte', { tls: 'tls' }, { secure: true }],
    ['no TLS, where the settings want none', { tls: 'none' }, { plain: true }],
  ] as const)('arrives whole and in Chinese over %s', async (_, own, parts) => {
    const server = await mailServer(parts)
    expect(await send(serverAt(server.port, own))).toBe('sent')
    const [raw = ''] = server.mails
    const mail = await PostalMime.parse(Buffer.from(raw, 'latin1'))
    expect([mail.subject, mail.text?.trimEnd(), mail.html]).toEqual([MAIL.subject, MAIL.text, undefined])
    expect([mail.from?.address, mail.to?.map(({ address }) => address)]).toEqual([USER, ['lisi@shop.cn']])
    expect(mail.messageId).toBe('<one@shop.cn>')
    // What travels is ASCII in short lines: old servers spoil what is not.
    expect(raw.split('\r\n').filter((line) => line.length > 998 || /[^\x20-\x7e\t]/.test(line))).toEqual([])
    await expect.poll(server.open).toBe(0)
  })

  it('is not sent with a wrong password, and the reason holds codes only', async () => {
    const server = await mailServer()
    const sending = await send(serverAt(server.port), MAIL, 'wrong')
    expect(sending).toEqual({ is: 'failed', why: 'auth', text: 'EAUTH 535' })
    expect(server.mails).toEqual([])
  })

  it('does not say the password to a server without TLS, nor to one nobody vouches for', async () => {
    const plain = await mailServer({ plain: true })
    expect(await send(serverAt(plain.port))).toMatchObject({ why: 'insecure' })
    const unknown = await mailServer()
    expect(await send(serverAt(unknown.port, { ca: null }))).toMatchObject({ why: 'insecure' })
    const { cert } = makeCertificate()
    expect(await send(serverAt(unknown.port, { ca: cert }))).toMatchObject({ why: 'insecure' })
    expect([plain.mails, unknown.mails]).toEqual([[], []])
  })

  it.each([
    [{ code: 550, words: 'no such user' }, 'bad-address'],
    [{ code: 451, words: 'greylisted' }, 'unreachable'],
  ] as const)('tells a recipient who is not there from one who is not there yet: %j', async (answer, why) => {
    const server = await mailServer({ recipient: () => answer })
    const sending = await send(serverAt(server.port))
    expect(sending).toMatchObject({ why })
    expect(JSON.stringify(sending)).not.toContain(answer.words)
  })

  it('to what is no single address is not even tried', async () => {
    const server = await mailServer()
    for (const address of ['a@b.cn, c@d.cn', 'a@b.cn\r\nBcc: c@d.cn', 'a@b']) {
      const to = { is: 'email', address } as const
      expect(await send(serverAt(server.port), { ...MAIL, to })).toMatchObject({ why: 'bad-address' })
    }
    expect(server.mails).toEqual([])
  })

  it('fails as unreachable where nobody listens', async () => {
    const server = await mailServer()
    await running.pop()?.stop()
    expect(await send(serverAt(server.port))).toMatchObject({ why: 'unreachable', text: /ECONNREFUSED/ })
  })

  it('is given up in time on a server that says nothing, and the line is closed', async () => {
    const sockets = new Set<Socket>()
    const silent = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    })
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo // it listens on a port, so it has one
    const sending = await send(serverAt(port), MAIL, PASSWORD, quick)
    expect(sending).toEqual({ is: 'failed', why: 'timeout', text: `${SEND_MS} ms` })
    await expect.poll(() => sockets.size).toBe(0)
    silent.close()
  })
})
