import { makeCertificate } from '../../tests/world/certificate.ts'
import { expect, it } from 'vitest'
import { makeRsaKeys, openssl } from '../../tests/scanpay/openssl.ts'
import { DEFAULTS, SettingsFile } from '../settings.ts'
import { ScanpaySetting } from './settings.ts'

/** What IT may write of a platform, and what is said of what they may not. */
const KEYS = makeRsaKeys()
const SETTING = {
  host: 's2.lakala.example',
  appid: 'OP00000001',
  serial: '00DFBA8194C41B84CF',
  merchant: '822290059430BFA',
  terminal: 'A0012345',
  place: { ip: '203.0.113.9' },
  platform: KEYS.certificate,
}
const sentences = (own: object) =>
  (ScanpaySetting.safeParse({ ...SETTING, ...own }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  )

it('needs no more than who the merchant is, and where it stands', () => {
  expect(ScanpaySetting.parse(SETTING)).toEqual({
    ...{
      ...SETTING,
      port: 443,
      ca: null,
      proxy: null,
      subject: null,
      qr: 'ALIPAY',
      refundsBy: 'labs',
      sealed: false,
      codes: {},
    },
    place: { ip: '203.0.113.9', location: null, baseStation: null },
  })
  expect(SettingsFile.parse({ ...DEFAULTS, scanpay: SETTING }).scanpay?.port).toBe(443)
})

it.each([
  { serial: null, platform: KEYS.publicKey, port: 8443, subject: '小麦便利店', qr: 'UQRCODEPAY', sealed: true },
  { proxy: { host: 'proxy.shop', port: 3128 }, ca: makeCertificate().cert },
  { place: { ip: '2001:db8::9', location: '+31.221345,+121.123450', baseStation: '460,00,1' } },
  { codes: { BBS90006: 'not-found', BBS11184: 'configuration' } },
])('takes %j', (own) => {
  expect(sentences(own)).toEqual([])
})

const ofBits = (bits: number) => makeRsaKeys(bits).publicKey
const curve = () => openssl(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']).toString()
const publicOf = (key: string) => openssl(['pkey', '-pubout'], key).toString()

it.each<[string, object, RegExp]>([
  ['an address as a browser has it', { host: 'https://s2.lakala.example' }, /^host: .*without https:\/\/.* · .*HTTPS/],
  ['a line in the clear', { host: 'http://s2.lakala.example/' }, /^host: .*the line is always HTTPS · /],
  ['no port', { port: 0 }, /^port: a port is a whole number/],
  ['a path for a certificate', { ca: '/etc/ssl/ca.pem' }, /^ca: PEM of one certificate/],
  ['half a certificate', { ca: KEYS.certificate.slice(0, 400) }, /^ca: PEM of one certificate/],
  ['a key for a certificate', { ca: KEYS.publicKey }, /^ca: PEM of one certificate/],
  ['a proxy by its address alone', { proxy: { host: 'proxy', port: 'http' } }, /^proxy\.port: a port/],
  ['a quote in the app ID', { appid: 'OP"1' }, /^appid: as the platform names/],
  ['a serial with a colon', { serial: '00:DF' }, /^serial: of the merchant’s certificate/],
  ['no merchant', { merchant: undefined }, /^merchant: of 32 letters/],
  ['a merchant with a blank', { merchant: '8222 9' }, /^merchant: of 32 letters/],
  ['no network address', { place: { ip: 'shop' } }, /^place\.ip: the network address/],
  ['a place without signs', { place: { ip: '203.0.113.9', location: '31.2,121.1' } }, /^place\.location: latitude/],
  ['words for a place', { place: { ip: '203.0.113.9', location: 'Shanghai' } }, /^place\.location: latitude/],
  ['no PEM', { platform: 'MIIB' }, /^platform: not PEM of one certificate/],
  ['half of PEM', { platform: KEYS.certificate.slice(0, 500) }, /^platform: not PEM of one certificate/],
  ['two certificates', { platform: KEYS.certificate.repeat(2) }, /^platform: not PEM of one certificate/],
  ['a private key', { platform: KEYS.key }, /^platform: a private key in a file counts as known/],
  ['a key of another kind', { platform: publicOf(curve()) }, /^platform: not an RSA key/],
  ['a key that is too short', { platform: ofBits(1024) }, /^platform: its RSA key has less than 2048 bits/],
  ['a subject of two lines', { subject: 'a\nb' }, /^subject: of 1 to 42/],
  ['a wallet that shows no code', { qr: 'WECHAT' }, /^qr: ALIPAY, UQRCODEPAY or counter/],
  ['a word for yes', { sealed: 'yes' }, /^sealed: true or false/],
  ['a success as a failure', { codes: { BBS00000: 'declined' } }, /^codes\.BBS00000: means that it is done/],
  ['a wait as a failure', { codes: { BBS10000: 'declined' } }, /^codes\.BBS10000: means that it is done/],
  ['a class that is none', { codes: { BBS90006: 'gone' } }, /^codes\.BBS90006: one of declined/],
])('refuses %s, and says why in both languages', (_, own, sentence) => {
  const [first = '', ...more] = sentences(own)
  expect(more).toEqual([])
  expect(first).toMatch(sentence)
  expect(first).toMatch(/ · .*[\u4e00-\u9fff]/)
})

it('refuses a misspelt field by its name', () => {
  expect(sentences({ plattform: '' })).toEqual([': Unrecognized key: "plattform"'])
})
