import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import {
  APPID,
  closeAll,
  lineTo,
  MERCHANT,
  NOW_S,
  plainServer,
  platformOf,
  quick,
  REQUEST,
  responseOf,
  signedHeaders,
  wholeRequest,
} from '../../tests/scanpay/line.ts'
import { isSignedForOpenssl, makeRsaKeys, openssl } from '../../tests/scanpay/openssl.ts'
import { ANSWER_BYTES_MAX } from './http.ts'
import { openedBody } from './sealed-body.ts'
import { privateKeyOf, readAuthorization } from './signing.ts'

afterEach(closeAll)

const ANSWER = '{"code":"BBS00000","msg":"成功","resp_data":{}}'
const said = (why: string) => ({ is: 'silence', why })

/** Answers each request that is whole with these bytes. */
async function answering(bytes: string | Buffer) {
  const heard: { head: string; body: string }[] = []
  const port = await platformOf((socket, all) => {
    const request = wholeRequest(all)
    if (request) heard.push(request)
    if (request) socket.end(bytes)
  })
  return { port, heard }
}

describe('an exchange', () => {
  it('sends one signed request, and brings what the platform signed', async () => {
    const { port, heard } = await answering(responseOf(ANSWER, signedHeaders(ANSWER, NOW_S + 90)))
    const { send, traces } = lineTo(port)
    expect(await send()).toEqual({ is: 'answer', body: ANSWER })
    const [{ head, body } = { head: '', body: '' }] = heard
    expect([heard.length, body]).toEqual([1, REQUEST.body])
    expect(head).toMatch(/^POST \/api\/v3\/labs\/query\/tradequery HTTP\/1.1\r\n/)
    const of = readAuthorization(/authorization: (.*)/i.exec(head)?.[1] ?? '')
    const [nonce, signature] = [of?.get('nonce_str') ?? '', of?.get('signature') ?? '']
    expect(nonce).toMatch(/^[0-9a-f]{32}$/)
    const text = `${APPID}\nm1\n${NOW_S}\n${nonce}\n${body}\n`
    expect(isSignedForOpenssl(MERCHANT.publicKey, text, signature)).toBe(true)
    expect(traces).toMatchObject([
      { path: REQUEST.path, end: 'answer', status: 200, code: 'BBS00000', traceId: 'trace-7' },
    ])
    expect(Math.abs((traces[0]?.skewMs ?? 0) - 90_000)).toBeLessThan(2_000)
    const kept = JSON.stringify(traces)
    for (const secret of [nonce, signature, '小麦店', APPID]) expect(kept).not.toContain(secret)
  })

  it('is sealed where the path has a sealed twin and there is a key, and nowhere else', async () => {
    const bodyKey = Buffer.from('0123456789abcdeffedcba9876543210', 'hex')
    const hex = bodyKey.toString('hex')
    const sealed = openssl(['enc', '-sm4-ecb', '-K', hex, '-base64', '-A'], ANSWER).toString()
    const { port, heard } = await answering(responseOf(sealed))
    const { send } = lineTo(port, {}, { bodyKey })
    const request = { path: '/api/v3/labs/trans/micropay', body: REQUEST.body }
    expect(await send(request)).toEqual({ is: 'answer', body: ANSWER })
    expect(heard[0]?.head).toMatch(/^POST \/api\/v3\/labs\/trans\/micropay_encry HTTP/)
    const opened = openssl(['enc', '-d', '-sm4-ecb', '-K', hex, '-base64', '-A'], heard[0]?.body ?? '')
    expect(opened.toString()).toBe(REQUEST.body)
    await send()
    expect(heard[1]?.body).toBe(REQUEST.body)
    expect(openedBody(bodyKey, 'AAAA')).toBeNull()
    expect(
      openedBody(
        bodyKey,
        sealed.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
      ),
    ).not.toBe(ANSWER)
  })
})

describe('an answer is not believed', () => {
  const signed = signedHeaders(ANSWER)
  it.each<[string, string | Buffer, string]>([
    ['unsigned', responseOf(ANSWER, []), 'unsigned'],
    ['signed by another', responseOf(ANSWER, signedHeaders(ANSWER, NOW_S, makeRsaKeys().key)), 'unsigned'],
    ['signed for another text', responseOf(ANSWER.replace('BBS00000', 'BBS00001'), signed), 'unsigned'],
    ['with a header lost', responseOf(ANSWER, signed.slice(1)), 'unsigned'],
    ['with a header doubled', responseOf(ANSWER, [...signed, signed[3] ?? '']), 'unsigned'],
    ['of a gateway', responseOf('<html>', [], '502 Bad Gateway'), 'http'],
    ['of another status, and signed', responseOf(ANSWER, signed, '500 Sorry'), 'http'],
    ['a redirect', responseOf('', ['Location: https://127.0.0.1/'], '307 Elsewhere'), 'http'],
    ['no HTTP', 'garbage\r\n\r\n', 'garbled'],
    ['nothing', '', 'cut'],
    ['an endless body', responseOf('x'.repeat(ANSWER_BYTES_MAX + 1)), 'too-large'],
    ['endless headers', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 'too-large'],
    [
      'bytes that are no text',
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\xff\xfe', 'latin1'),
      'unsigned',
    ],
  ])('%s', async (_, bytes, why) => {
    const { port, heard } = await answering(bytes)
    const { send, traces } = lineTo(port)
    expect(await send()).toEqual(said(why))
    // Nothing is sent twice.
    expect(heard).toHaveLength(1)
    expect(traces).toMatchObject([{ end: why, code: null }])
  })

  it('cut at any byte of it, until the last is here', async () => {
    const whole = Buffer.from(responseOf(ANSWER))
    let at = 0
    const port = await platformOf((socket, all) => {
      if (wholeRequest(all)) socket.end(whole.subarray(0, at))
    })
    const { send } = lineTo(port)
    for (; at < whole.length; at++) expect((await send()).is, `byte ${at}`).toBe('silence')
    expect(await send()).toEqual({ is: 'answer', body: ANSWER })
  })

  it.each([
    ['whose headers come slowly', 'HTTP/1.1 200 OK\r\nX-Slow: ', 'x'],
    ['whose body comes slowly', 'HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n', ' '],
    ['that is announced for ever', '', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['that never comes', '', ''],
  ])('%s', async (_, begin, drip) => {
    const drips: NodeJS.Timeout[] = []
    const port = await platformOf((socket, all) => {
      if (!wholeRequest(all)) return
      socket.write(begin)
      // A drop now and then does not make the wait longer.
      drips.push(setInterval(() => socket.writable && socket.write(drip), 100))
    })
    const { send, traces } = lineTo(port)
    expect(await send()).toEqual(said('no-answer'))
    for (const each of drips) clearInterval(each)
    expect(traces).toMatchObject([{ end: 'no-answer', code: null }])
  })
})

describe('a request', () => {
  it('cut at any byte of it is silence, and never one that did not leave', async () => {
    let at = 1
    let length = 0
    const port = await platformOf((socket, all) => {
      length = Math.max(length, all.length)
      if (all.length >= at) socket.destroy()
    })
    const { send } = lineTo(port)
    for (at = 1; at <= 900; at += 13) expect((await send()).is, `byte ${at}`).toBe('silence')
    expect(length).toBeGreaterThan(600)
  })

  it('cut while most of it is still here is silence too', async () => {
    const port = await platformOf((socket) => void socket.destroy())
    const exchanged = await lineTo(port).send({ ...REQUEST, body: 'x'.repeat(4_000_000) })
    expect(exchanged).toEqual(said('cut'))
  })

  it('did not leave where nobody is there, nobody answers the door, or another does', async () => {
    const none = await plainServer(() => undefined)
    closeAll()
    expect(await lineTo(none).send()).toEqual({ is: 'not-sent', why: 'unreachable' })
    const mute = await plainServer(() => undefined)
    expect(await lineTo(mute).send()).toEqual({ is: 'not-sent', why: 'too-slow' })
    const rude = await plainServer((socket) => void socket.destroy())
    expect(await lineTo(rude).send()).toEqual({ is: 'not-sent', why: 'unreachable' })
    const { port, heard } = await answering(responseOf(ANSWER))
    expect(await lineTo(port, { ca: null }).send()).toEqual({ is: 'not-sent', why: 'insecure' })
    expect(await lineTo(port, { ca: 'no certificate' }).send()).toMatchObject({ is: 'not-sent' })
    expect(await lineTo(70_000).send()).toMatchObject({ is: 'not-sent' })
    expect(
      await lineTo(port, {}, { signer: { appid: 'a b', serial: 'm', key: privateKeyOf(MERCHANT.key) } }).send(),
    ).toEqual({
      ...{ is: 'not-sent', why: 'unsignable' },
    })
    expect(await lineTo(port).send(REQUEST, AbortSignal.abort())).toEqual({ is: 'not-sent', why: 'given-up' })
    expect(heard).toEqual([])
  })

  it('that is given up after it left is silence, at once', async () => {
    const noMore = new AbortController()
    const port = await platformOf((_, all) => {
      if (wholeRequest(all)) noMore.abort()
    })
    const beganMs = quick.elapsedMs()
    expect(await lineTo(port).send(REQUEST, noMore.signal)).toEqual(said('given-up'))
    expect(quick.elapsedMs() - beganMs).toBeLessThan(500)
  })
})

describe('through a proxy', () => {
  it('it asks for the platform by name, and the proxy sees nothing else', async () => {
    const { port } = await answering(responseOf(ANSWER))
    let seen = ''
    const proxy = await plainServer((socket) => {
      socket.once('data', (first: Buffer) => {
        seen = first.toString()
        const through = connect(port, '127.0.0.1')
        through.on('error', () => undefined)
        through.on('close', () => socket.destroy())
        socket.on('close', () => through.destroy())
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        socket.pipe(through).pipe(socket)
      })
    })
    const { send } = lineTo(port, { proxy: { host: '127.0.0.1', port: proxy } })
    expect(await send()).toEqual({ is: 'answer', body: ANSWER })
    expect(seen).toMatch(new RegExp(`^CONNECT 127.0.0.1:${port} HTTP/1.1\r\n`))
    expect(seen).not.toContain('labs')
  })

  it.each([
    ['that lets nobody through', 'HTTP/1.1 407 No\r\n\r\n', 'proxy'],
    ['that speaks before its time', 'HTTP/1.1 200 OK\r\n\r\nhello', 'proxy'],
    ['that is none', 'garbage\r\n\r\n', 'proxy'],
    ['that goes', null, 'proxy'],
    ['that says nothing', '', 'too-slow'],
  ])('%s nothing left', async (_, says, why) => {
    const proxy = await plainServer((socket) => {
      socket.once('data', () => (says === null ? socket.destroy() : socket.write(says)))
    })
    const { send } = lineTo(9, { proxy: { host: '127.0.0.1', port: proxy } })
    expect(await send()).toEqual({ is: 'not-sent', why })
  })
})
