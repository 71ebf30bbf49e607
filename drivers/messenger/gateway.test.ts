import { makeRealClock } from '#drivers/clock/real'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { makeCertificate } from '../../tests/world/certificate.ts'
import type { Gateway } from './gateway.ts'
import { GATEWAYS } from './gateways.ts'
import type { Message } from './port.ts'
import { makeMessenger } from './real.ts'

const KEY = 'a gateway key'
const NOW_MS = Date.UTC(2026, 4, 4, 1)
const SMS: Message = {
  ...{ id: 'one', to: { is: 'sms', address: '13800001234' }, subject: '' },
  text: '【小麦便利店】退款码482913：01台 {phone} & "引号"\n第二行',
}

interface Heard {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const ended: (() => void)[] = []
afterEach(() => {
  for (const end of ended.splice(0)) end()
})

/** A gateway on a port of this machine that answers as it is told. */
async function startGateway(answer: (response: ServerResponse) => void) {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { method = '', headers } = request
      heard.push({ method, headers, body: Buffer.concat(pieces).toString() })
      answer(response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ended.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo // it listens on a port, so it has one
  return { heard, url: `http://127.0.0.1:${port}/send` }
}

const clock = { ...makeRealClock(), nowMs: () => NOW_MS }
const quick = { ...clock, wait: (ms: number, signal?: AbortSignal) => clock.wait(Math.ceil(ms / 50), signal) }
const send = (sms: Gateway, time = clock, message = SMS) =>
  makeMessenger({ mail: null, sms, secret: () => KEY, clock: time }).send(message)
type Answering = (response: ServerResponse) => void
const saying =
  (status: number, body: unknown): Answering =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

describe('an SMS', () => {
  it('goes as JSON with a bearer key, its text as it is', async () => {
    const { heard, url } = await startGateway(saying(200, { code: 0 }))
    expect(await send({ url, ...GATEWAYS['json-bearer'] })).toBe('sent')
    const [{ method, headers, body } = { method: '', headers: {}, body: '{}' }] = heard
    expect(JSON.parse(body)).toEqual({ to: '13800001234', content: SMS.text, ref: 'one' })
    expect([method, headers.authorization]).toEqual(['POST', `Bearer ${KEY}`])
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
  })

  it('goes as a form, signed over its time and body, and the key stays here', async () => {
    const { heard, url } = await startGateway(saying(200, { result: { status: 'OK' } }))
    expect(await send({ url, ...GATEWAYS['form-hmac'] })).toBe('sent')
    const [first] = heard
    const body = first?.body ?? ''
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      ...{ mobile: '13800001234', content: SMS.text, msgid: 'one' },
    })
    // Worked out anew, from what arrived alone.
    const time = String(first?.headers['x-timestamp'])
    const signature = createHmac('sha256', KEY).update(time).update('\n').update(body).digest('hex')
    expect([time, first?.headers['x-signature']]).toEqual([String(NOW_MS / 1000), signature])
    expect(JSON.stringify(heard)).not.toContain(KEY)
  })

  it.each<[string, Answering, string]>([
    ['another code', saying(200, { code: 7 }), 'refused'],
    ['a list in its place', saying(200, { code: [0] }), 'refused'],
    ['no JSON', (response) => void response.end('<html>'), 'refused'],
    ['an endless answer', (response) => void response.end(`{"code":0,"x":"${'x'.repeat(70_000)}"}`), 'refused'],
    ['a wrong key', saying(401, { code: 0 }), 'auth'],
    ['too many asked', saying(429, { code: 0 }), 'unreachable'],
    ['a server in trouble', saying(503, { code: 0 }), 'unreachable'],
    ['a fault of ours', saying(400, { code: 0 }), 'refused'],
    ['a broken line', (response) => void response.destroy(), 'unreachable'],
  ])('is not sent on %s', async (_, answer, why) => {
    const { url } = await startGateway(answer)
    const sending = await send({ url, ...GATEWAYS['json-bearer'] })
    expect(sending).toMatchObject({ is: 'failed', why })
    expect(JSON.stringify(sending)).not.toContain('482913')
  })

  it('is not given to a gateway whose certificate nobody vouches for', async () => {
    const { key, cert } = makeCertificate()
    let asked = 0
    const server = createSecure({ key, cert }, () => asked++)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    ended.push(() => server.close())
    const { port } = server.address() as AddressInfo // it listens on a port, so it has one
    const url = `https://127.0.0.1:${port}/send`
    expect(await send({ url, ...GATEWAYS['json-bearer'] })).toMatchObject({ why: 'insecure' })
    expect(asked).toBe(0)
  })

  it('follows no redirect', async () => {
    const elsewhere = await startGateway(saying(200, { code: 0 }))
    const { url } = await startGateway((response) => {
      response.writeHead(307, { location: elsewhere.url }).end()
    })
    expect(await send({ url, ...GATEWAYS['json-bearer'] })).toMatchObject({ why: 'refused', text: 'HTTP 307' })
    expect(elsewhere.heard).toEqual([])
  })

  it('is given up in time on a gateway that does not answer', async () => {
    const { url } = await startGateway(() => undefined)
    expect(await send({ url, ...GATEWAYS['json-bearer'] }, quick)).toMatchObject({ why: 'timeout' })
  })

  it('fails as unreachable where nobody listens, and to no number is not even tried', async () => {
    const { url } = await startGateway(() => undefined)
    for (const end of ended.splice(0)) end()
    expect(await send({ url, ...GATEWAYS['json-bearer'] })).toMatchObject({ why: 'unreachable', text: 'ECONNREFUSED' })
    const to = { is: 'sms', address: '138;rm' } as const
    expect(await send({ url, ...GATEWAYS['json-bearer'] }, clock, { ...SMS, to })).toMatchObject({ why: 'bad-address' })
  })
})

it('only the ways whose secret is there are set up', () => {
  const sms = { url: 'https://sms.example/', ...GATEWAYS['json-bearer'] }
  const mail = {
    host: 'mail.example',
    port: 465,
    tls: 'tls',
    user: 'till',
    from: 'till@mail.example',
    ca: null,
  } as const
  const channels = (secret: string | null, user: string | null = 'till') =>
    makeMessenger({ mail: { ...mail, user }, sms, secret: () => secret, clock }).channels()
  expect([channels('key'), channels(null), channels(null, null)]).toEqual([['email', 'sms'], [], ['email']])
})
