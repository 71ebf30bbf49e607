import { expect, it } from 'vitest'
import { makeRsaKeys, openssl } from '../../tests/scanpay/openssl.ts'
import { isCertificate, makeMerchantKey, readMerchantKey, readPlatformKey } from './keys.ts'

const KEYS = makeRsaKeys()
const whyOf = (text: string) => {
  const read = readMerchantKey(text)
  return read.ok ? null : read.why
}
const inOneLine = (pem: string) => pem.replaceAll('\n', '')

it('makes a pair that openssl takes, and reads it again', async () => {
  const made = await makeMerchantKey()
  expect(openssl(['pkey', '-pubout'], made.pem).toString()).toBe(made.publicKey)
  expect(openssl(['pkey', '-noout', '-text'], made.pem).toString()).toMatch(/2048 bit/)
  expect(made.print).toMatch(/^[0-9a-f]{16}$/)
  const read = readMerchantKey(made.pem)
  expect(read.ok && { ...read.value, key: null }).toEqual({ ...made, key: null })
})

it('reads a key as it comes out of a field of one line, with blanks around it, and in the older form', () => {
  const read = readMerchantKey(KEYS.key)
  const older = openssl(['rsa', '-traditional'], KEYS.key).toString()
  expect(older).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/)
  for (const text of [inOneLine(KEYS.key), `\r\n ${KEYS.key}\n\n`, KEYS.key.replaceAll('\n', '\r\n'), older]) {
    const same = readMerchantKey(text)
    expect(same.ok && read.ok && same.value.pem === read.value.pem).toBe(true)
  }
  expect(read.ok && read.value.publicKey).toBe(KEYS.publicKey)
})

it('says why a text is no merchant’s key', () => {
  const under = (words: string[]) => openssl([...words, '-passout', 'pass:1'], KEYS.key).toString()
  const curve = openssl(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']).toString()
  expect(whyOf('')).toBe('garbled')
  expect(whyOf(KEYS.key.slice(0, 800))).toBe('garbled')
  expect(whyOf(KEYS.key + KEYS.key)).toBe('garbled')
  expect(whyOf(under(['pkcs8', '-topk8']))).toBe('encrypted')
  expect(whyOf(under(['rsa', '-traditional', '-aes128']))).toBe('encrypted')
  expect([whyOf(KEYS.publicKey), whyOf(KEYS.certificate)]).toEqual(['public', 'public'])
  expect(whyOf(curve)).toBe('not-rsa')
  expect([whyOf(makeRsaKeys(1024).key), whyOf(makeRsaKeys(4104).key)]).toEqual(['too-short', 'too-long'])
})

it('takes no key that does not sign as its public half wants', () => {
  const lines = KEYS.key.split('\n')
  let refused = 0
  // In its modulus. OpenSSL signs rightly in spite of what is bent behind it.
  for (const at of [2, 3, 4, 5]) {
    const [before, line = ''] = [lines.slice(0, at), lines[at]]
    const bent = [
      ...before,
      line.slice(0, 20) + (line[20] === 'A' ? 'B' : 'A') + line.slice(21),
      ...lines.slice(at + 1),
    ]
    if (whyOf(bent.join('\n')) === 'garbled') refused++
  }
  expect(refused).toBe(4)
})

it('reads a platform’s certificate with its end, and a bare key without one', () => {
  const certified = readPlatformKey(inOneLine(KEYS.certificate))
  const untilMs = certified.ok ? certified.value.untilMs : null
  expect(Math.abs((untilMs ?? 0) - Date.now() - 2 * 86_400_000)).toBeLessThan(600_000)
  expect(readPlatformKey(KEYS.publicKey)).toMatchObject({ ok: true, value: { untilMs: null } })
  expect(readPlatformKey(KEYS.key)).toEqual({ ok: false, why: 'private' })
  expect([isCertificate(KEYS.certificate), isCertificate(KEYS.publicKey), isCertificate('')]).toEqual([
    ...[true, false, false],
  ])
})
