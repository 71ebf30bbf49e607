import { describe, expect, it } from 'vitest'
import { isSignedForOpenssl, makeRsaKeys, openssl, signedByOpenssl } from '../../tests/scanpay/openssl.ts'
import { makeCertificate } from '../../tests/world/certificate.ts'
import { authorizationOf, notifiedAt, privateKeyOf, publicKeyOf, readAuthorization, signedAt } from './signing.ts'

const { key, publicKey, certificate } = makeRsaKeys()
const signer = { appid: 'OP00000003', serial: '00dfba8194c41b84cf', key: privateKeyOf(key) }
const stamp = { timestamp: 1_795_000_000, nonce: '9f3ac0b1d2e4' }
const BODY = '{"code":"BBS00000","msg":"成功"}'
const body = Buffer.from(BODY)

const SIGNED = {
  'Lklapi-Appid': 'OP00000003',
  'Lklapi-Serial': '00dfba8194c41b84cf',
  'Lklapi-Timestamp': '1795000000',
  'Lklapi-Nonce': '9f3ac0b1d2e4',
  'Lklapi-Signature': signedByOpenssl(key, `OP00000003\n00dfba8194c41b84cf\n1795000000\n9f3ac0b1d2e4\n${BODY}\n`),
}
const platform = { appid: 'OP00000003', key: publicKeyOf(certificate) }
const NOTICE = `timestamp="1795000000",nonce_str="n1",signature="${signedByOpenssl(key, `1795000000\nn1\n${BODY}\n`)}"`

describe('a request', () => {
  it('is signed so that openssl finds it right, and not with another byte', () => {
    const values = readAuthorization(authorizationOf(signer, stamp, body))
    const signature = values?.get('signature') ?? ''
    const text = `OP00000003\n00dfba8194c41b84cf\n1795000000\n9f3ac0b1d2e4\n${BODY}\n`
    expect(isSignedForOpenssl(publicKey, text, signature)).toBe(true)
    expect(isSignedForOpenssl(publicKey, text.slice(0, -1), signature)).toBe(false)
    expect(Object.fromEntries(values ?? [])).toMatchObject({
      ...{ appid: 'OP00000003', serial_no: '00dfba8194c41b84cf', timestamp: '1795000000', nonce_str: '9f3ac0b1d2e4' },
    })
  })

  it('is not signed by a name that would break its header', () => {
    for (const appid of ['', 'a"b', 'a\nb', 'a b', 'é'])
      expect(() => authorizationOf({ ...signer, appid }, stamp, body), appid).toThrow(RangeError)
  })
})

describe('a header of values', () => {
  it('is read by name, in any order', () => {
    const all = ['appid="a"', 'nonce_str="b,c="', 'timestamp="1"', 'signature="x+/="']
    const read = readAuthorization(`LKLAPI-SHA256withRSA ${[...all].reverse().join(', ')}`)
    expect(read).toBeNull() // a comma inside a value: nothing that is signed has one
    const fine = readAuthorization('LKLAPI-SHA256withRSA signature="x+/=", timestamp="1",appid="a"')
    expect([...(fine ?? [])].sort()).toEqual([
      ...[
        ['appid', 'a'],
        ['signature', 'x+/='],
        ['timestamp', '1'],
      ],
    ])
  })

  it.each([
    ...['', 'Bearer x', 'LKLAPI-SHA256withRSA', 'LKLAPI-SHA256withRSA ', 'LKLAPI-SHA256withRSA appid=a'],
    ...['LKLAPI-SHA256withRSA appid="a",appid="a"', 'LKLAPI-SHA256withRSA appid="a",', 'LKLAPI-SHA256withRSA appid=""'],
    ...['LKLAPI-SHA256withRSA appid="a" x', `LKLAPI-SHA256withRSA appid="${'a'.repeat(5_000)}"`],
  ])('is none: %s', (header) => expect(readAuthorization(header)).toBeNull())
})

describe('an answer that openssl signed', () => {
  it('is believed by the certificate and by its key, in whatever order and case its headers are', () => {
    expect(signedAt(SIGNED, body, platform)).toBe(1_795_000_000)
    expect(signedAt(SIGNED, body, { ...platform, key: publicKeyOf(publicKey) })).toBe(1_795_000_000)
    const others = Object.fromEntries(
      Object.entries(SIGNED)
        .reverse()
        .map(([name, value], nth) => [nth % 2 ? name.toUpperCase() : name.toLowerCase(), value]),
    )
    expect(signedAt({ ...others, 'content-type': 'x' }, body, platform)).toBe(1_795_000_000)
  })

  it('is not believed with a byte of its body changed, lost or added', () => {
    for (let at = 0; at < body.length; at++) {
      const changed = Buffer.from(body)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(signedAt(SIGNED, changed, platform), `byte ${at}`).toBeNull()
      expect(signedAt(SIGNED, Buffer.concat([body.subarray(0, at), body.subarray(at + 1)]), platform)).toBeNull()
    }
    expect(signedAt(SIGNED, Buffer.concat([body, Buffer.from('\n')]), platform)).toBeNull()
  })

  it('is not believed with a character of a header changed, a header missing, or there twice', () => {
    for (const [name, value] of Object.entries(SIGNED)) {
      for (let at = 0; at < value.length; at++) {
        const other = String.fromCharCode(value.charCodeAt(at) ^ 1)
        const changed = value.slice(0, at) + other + value.slice(at + 1)
        expect(signedAt({ ...SIGNED, [name]: changed }, body, platform), `${name} ${at}`).toBeNull()
      }
      expect(signedAt({ ...SIGNED, [name]: undefined }, body, platform)).toBeNull()
      expect(signedAt({ ...SIGNED, [name]: [value, value] }, body, platform)).toBeNull()
      expect(signedAt({ ...SIGNED, [name.toUpperCase()]: value }, body, platform)).toBeNull()
    }
  })

  it('has one way to write its signature', () => {
    const signature = SIGNED['Lklapi-Signature']
    // The last character before the padding has bits that no byte is made of.
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
    const last = letters.indexOf(signature.at(-3) ?? '')
    const other = `${signature.slice(0, -3)}${letters[last + 1] ?? ''}==`
    expect(Buffer.from(other, 'base64')).toEqual(Buffer.from(signature, 'base64'))
    expect(signedAt({ ...SIGNED, 'Lklapi-Signature': other }, body, platform)).toBeNull()
  })

  it('is not believed where it is for another merchant, or by another key', () => {
    expect(signedAt(SIGNED, body, { ...platform, appid: 'OP00000004' })).toBeNull()
    expect(signedAt(SIGNED, body, { ...platform, key: publicKeyOf(makeRsaKeys().publicKey) })).toBeNull()
  })
})

describe('what the platform tells by itself', () => {
  it('is believed by its three lines, and not with another byte', () => {
    const header = `LKLAPI-SHA256withRSA ${NOTICE}`
    const told = { timestamp: 1_795_000_000, nonce: 'n1' }
    expect(notifiedAt({ authorization: header }, body, platform.key)).toEqual(told)
    expect(notifiedAt({ AUTHORIZATION: header }, body, platform.key)).toEqual(told)
    expect(notifiedAt({ authorization: header }, Buffer.from(`${BODY} `), platform.key)).toBeNull()
    expect(notifiedAt({ authorization: header.replace('"n1"', '"n2"') }, body, platform.key)).toBeNull()
    expect(notifiedAt({ authorization: NOTICE }, body, platform.key)).toBeNull()
    expect(notifiedAt({ authorization: header, Authorization: header }, body, platform.key)).toBeNull()
    // An answer’s five lines are not three.
    expect(notifiedAt(SIGNED, body, platform.key)).toBeNull()
  })
})

describe('a key', () => {
  it('is RSA, long enough, and nothing of it is in what is said when it is none', () => {
    expect(() => privateKeyOf('MIIsecret')).toThrow(new RangeError('not a key'))
    expect(() => publicKeyOf('')).toThrow(new RangeError('not a key'))
    expect(() => publicKeyOf(makeCertificate().cert)).toThrow(new RangeError('not an RSA key'))
    expect(() => privateKeyOf(makeRsaKeys(1024).key)).toThrow(new RangeError('too short a key'))
    expect(() => privateKeyOf(openssl(['genpkey', '-algorithm', 'ed25519']).toString())).toThrow(RangeError)
  })
})
