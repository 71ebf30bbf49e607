import { createRequire } from 'node:module'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { isIP } from 'node:net'
import type forge from 'node-forge'

/**
 * Keys and certificates: those of twins that have to speak TLS on this machine, and those of head office's hub. The
 * shell’s own library makes keys, and no certificates. The parts of the package are loaded when one is made, since
 * only who makes some needs them.
 */
export interface OwnCertificate {
  /** PEM, PKCS #8 and X.509. */
  readonly key: string
  readonly cert: string
}

export interface CertificateParts {
  readonly nowMs: number
  readonly days: number
}

const RSA_BITS = 2048
const OWN_DAYS = 2
const SERIAL_DIGITS = 32
const DAY_MS = 24 * 60 * 60_000

/** For `localhost` and 127.0.0.1, from a day before to two days after. */
export const makeOwnCertificate = (nowMs: number): OwnCertificate =>
  certificate({ nowMs, days: OWN_DAYS, subject: 'localhost' }, [
    { name: 'basicConstraints', cA: true },
    subjectNames(['localhost', '127.0.0.1']),
  ])

/** Who vouches for others: what it signs is believed by whoever trusts its certificate. */
export const makeAuthority = (subject: string, parts: CertificateParts): OwnCertificate =>
  certificate({ ...parts, subject }, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ])

/** A server's by this authority, for these host names and addresses; it may be a client of its peers, too. */
export const makeServerCertificate = (
  authority: OwnCertificate,
  names: readonly [string, ...string[]],
  parts: CertificateParts,
): OwnCertificate =>
  certificate(
    { ...parts, subject: names[0] },
    [
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      subjectNames(names),
    ],
    authority,
  )

/** Kinds of names (RFC 5280, 4.2.1.6). */
const [DNS, IP] = [2, 7]
const subjectNames = (names: readonly string[]) => ({
  name: 'subjectAltName',
  altNames: names.map((value) => (isIP(value) ? { type: IP, ip: value } : { type: DNS, value })),
})

interface Made extends CertificateParts {
  readonly subject: string
}

/** Good from a day before now on; by its own key where there is no authority. */
function certificate({ nowMs, days, subject }: Made, extensions: object[], by?: OwnCertificate): OwnCertificate {
  const load = createRequire(import.meta.url)
  load('node-forge/lib/pki.js')
  const { pki, md } = load('node-forge/lib/forge.js') as Pick<typeof forge, 'pki' | 'md'>
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: RSA_BITS,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const own = pki.privateKeyFromPem(privateKey)
  const made = pki.createCertificate()
  made.publicKey = pki.setRsaPublicKey(own.n, own.e)
  // A positive number that its authority gives no second time: each key is another one.
  made.serialNumber = `01${createHash('sha256').update(publicKey).digest('hex').slice(0, SERIAL_DIGITS)}`
  made.validity.notBefore = new Date(nowMs - DAY_MS)
  made.validity.notAfter = new Date(nowMs + days * DAY_MS)
  made.setSubject([{ name: 'commonName', value: subject }])
  const issuer = by ? pki.certificateFromPem(by.cert) : made
  made.setIssuer(issuer.subject.attributes)
  const ofIssuer = { name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() }
  made.setExtensions([...extensions, { name: 'subjectKeyIdentifier' }, ...(by ? [ofIssuer] : [])])
  made.sign(by ? pki.privateKeyFromPem(by.key) : own, md.sha256.create())
  return { key: privateKey, cert: pki.certificateToPem(made) }
}
