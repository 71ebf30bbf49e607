import { execFileSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import * as merchant from '../../../tests/scanpay/merchant.ts'
import { codeOf, TEST_CUSTOMERS } from './customers.ts'
import { readAuthorization } from './stamp.ts'

const { APPID, authorization, enveloped, keys, MICROPAY, NOW_MS, QUERY, SERIAL, SIGNED_AS, stamped, till, WHO } =
  merchant
const ASKED = { ...WHO, out_trade_no: 'A1' }
const folder = mkdtempSync(join(tmpdir(), 'stamp-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const pem = (key: ReturnType<typeof keys>['merchant']) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPem = (key: ReturnType<typeof keys>['merchant']) =>
  createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })

/** What the twin says to one query, signed as a test says. */
function asked(change: (stamp: merchant.Stamped) => string, body = enveloped(ASKED, NOW_MS), at = NOW_MS) {
  const of = till()
  const headers = { Authorization: change(stamped(body, at, 'abcdefghijkl')) }
  const answer = of.say(QUERY, {}, { body, headers })
  return [answer?.status, answer?.code]
}
/** Nobody knows that order, which only one who is believed hears. */
const [BELIEVED, UNSIGNED, WRONG, LATE] = [
  ...[[200, 'BBS90006'] as const, [401, 'BBS90101'] as const, [401, 'BBS90102'] as const, [401, 'BBS90103'] as const],
]

describe('the signature of a request', () => {
  it('is believed in any order of its parts', () => {
    expect(asked((stamp) => authorization(stamp))).toEqual(BELIEVED)
    expect(asked((stamp) => authorization(stamp, [...SIGNED_AS].reverse()))).toEqual(BELIEVED)
    const java = ['appid', 'nonce_str', 'timestamp', 'serial_no', 'signature'] as const
    expect(asked((stamp) => authorization(stamp, java))).toEqual(BELIEVED)
  })

  it('is believed where openssl made it', () => {
    const body = enveloped(ASKED, NOW_MS)
    const timestamp = String(NOW_MS / 1_000)
    const text = file('text', `${APPID}\n${SERIAL}\n${timestamp}\nabc\n${body.toString()}\n`)
    const signature = openssl('dgst', '-sha256', '-sign', file('key.pem', pem(keys().merchant)), text)
    const stamp = {
      appid: APPID,
      serial_no: SERIAL,
      timestamp,
      nonce_str: 'abc',
      signature: signature.toString('base64'),
    }
    expect(asked(() => authorization(stamp), body)).toEqual(BELIEVED)
  })

  it.each([
    ['without its scheme', (stamp) => authorization(stamp).slice(7)],
    ['with two spaces', (stamp) => authorization(stamp).replace(' ', '  ')],
    ['with a part twice', (stamp) => `${authorization(stamp)},appid="${APPID}"`],
    ['with a part it has not', (stamp) => `${authorization(stamp)},more="1"`],
    ['without a nonce', (stamp) => authorization(stamp, ['appid', 'serial_no', 'timestamp', 'signature'])],
    ['with a nonce too long', (stamp) => authorization({ ...stamp, nonce_str: 'a'.repeat(33) })],
    ['with milliseconds', (stamp) => authorization({ ...stamp, timestamp: `${stamp.timestamp}000` })],
    ['in another alphabet', (stamp) => authorization({ ...stamp, signature: stamp.signature.slice(0, -4) + '-_==' })],
    ['with no signature', (stamp) => authorization({ ...stamp, signature: '' })],
  ] as const satisfies [string, (stamp: merchant.Stamped) => string][])('is none %s', (_what, change) => {
    expect(asked(change)).toEqual(UNSIGNED)
  })

  it('is wrong for another app, number, moment, nonce or key', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
    const changes: Partial<merchant.Stamped>[] = [
      ...[
        { appid: 'OP00000002' },
        { serial_no: '0172' },
        { timestamp: String(NOW_MS / 1_000 + 1) },
        { nonce_str: 'b' },
      ],
      { signature: stamped(enveloped(ASKED, NOW_MS), NOW_MS, 'abcdefghijkl', other).signature },
    ]
    for (const change of changes) expect(asked((stamp) => authorization({ ...stamp, ...change }))).toEqual(WRONG)
  })

  it('is wrong for a body of which any byte is another', () => {
    const body = enveloped(ASKED, NOW_MS)
    const header = authorization(stamped(body, NOW_MS, 'abcdefghijkl'))
    for (let at = 0; at < body.length; at += 7) {
      const changed = Buffer.from(body.map((byte, where) => (where === at ? byte ^ 1 : byte)))
      expect(asked(() => header, changed)).toEqual(WRONG)
    }
    expect(asked(() => header, Buffer.concat([body, Buffer.from('\n')]))).toEqual(WRONG)
  })

  it('is too old, or too early, beyond five minutes', () => {
    const at = (ms: number) => asked((stamp) => authorization(stamp), enveloped(ASKED, NOW_MS), NOW_MS + ms)
    expect([at(300_000), at(-300_000)]).toEqual([BELIEVED, BELIEVED])
    expect([at(301_000), at(-301_000)]).toEqual([LATE, LATE])
  })

  it('is good once: a nonce is not used twice, and forgotten when its request would be too old', () => {
    const of = till()
    const body = enveloped(ASKED, NOW_MS)
    const headers = { Authorization: authorization(stamped(body, NOW_MS, 'once')) }
    const again = () => of.say(QUERY, {}, { body, headers })?.code
    expect([again(), again()]).toEqual(['BBS90006', 'BBS90104'])
    of.pass(301_000)
    expect(again()).toBe('BBS90103')
    of.say(QUERY, ASKED)
    expect([...of.state().nonces.keys()]).not.toContain('once')
  })

  it('missing, nothing is done', () => {
    const of = till()
    const body = enveloped({ ...WHO, out_trade_no: 'A', total_amount: '1', location_info: merchant.WHERE }, NOW_MS)
    const answer = of.say(MICROPAY, {}, { body, headers: { Authorization: '' } })
    expect([answer?.status, of.state().orders.size]).toEqual([401, 0])
  })
})

describe('an answer', () => {
  it('is signed as openssl says it is, and no longer where a byte is changed', () => {
    const of = till()
    of.pay('A1', 100, codeOf(TEST_CUSTOMERS.alipay, 1))
    const answer = of.say(QUERY, ASKED)
    if (!answer) throw new Error('no answer')
    const h = (name: string) => answer.headers[`Lklapi-${name}`] ?? ''
    const lines = `${h('Appid')}\n${h('Serial')}\n${h('Timestamp')}\n${h('Nonce')}\n`
    const key = file('platform.pem', publicPem(keys().platform))
    const signature = file('signature', Buffer.from(h('Signature'), 'base64'))
    const check = (body: Uint8Array) => {
      const text = file('answer', Buffer.concat([Buffer.from(lines), body, Buffer.from('\n')]))
      try {
        return openssl('dgst', '-sha256', '-verify', key, '-signature', signature, text).toString().trim()
      } catch {
        return 'wrong'
      }
    }
    expect(check(answer.body)).toBe('Verified OK')
    expect(check(answer.body.map((byte, at) => (at === 9 ? byte ^ 1 : byte)))).toBe('wrong')
    expect([h('Appid'), h('Serial'), h('Timestamp')]).toEqual([APPID, '0199', String(NOW_MS / 1_000)])
    expect(of.say(QUERY, ASKED)?.headers['Lklapi-Nonce']).not.toBe(h('Nonce'))
  })
})

it('reads what a header says', () => {
  const stamp = stamped(Buffer.from('{}'), NOW_MS, 'n')
  expect(readAuthorization(authorization(stamp))).toEqual({
    ...{ appid: APPID, serial: SERIAL, timestamp: stamp.timestamp, nonce: 'n' },
    signature: Buffer.from(stamp.signature, 'base64'),
  })
})
