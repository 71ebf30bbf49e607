import { createRequire } from 'node:module'
import { generateKeyPairSync } from 'node:crypto'
import type forge from 'node-forge'

/**
 * A key and its own certificate, for twins that have to speak TLS on this machine: the shell’s own library makes keys,
 * and no certificates. The parts of the package are loaded when one is made, since only who practises needs them.
 */
export interface OwnCertificate {
  /** PEM, PKCS #8 and X.509. */
  readonly key: string
  readonly cert: string
}

const RSA_BITS = 2048
const DAYS = 2
const DAY_MS = 24 * 60 * 60_000

/** For `localhost` and 127.0.0.1, from a day before to two days after. */
export function makeOwnCertificate(nowMs: number): OwnCertificate {
  const load = createRequire(import.meta.url)
  load('node-forge/lib/pki.js')
  const { pki, md } = load('node-forge/lib/forge.js') as Pick<typeof forge, 'pki' | 'md'>
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: RSA_BITS,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const own = pki.privateKeyFromPem(privateKey)
  const made = pki.createCertificate()
  made.publicKey = pki.setRsaPublicKey(own.n, own.e)
  made.serialNumber = '01'
  made.validity.notBefore = new Date(nowMs - DAY_MS)
  made.validity.notAfter = new Date(nowMs + DAYS * DAY_MS)
  const name = [{ name: 'commonName', value: 'localhost' }]
  made.setSubject(name)
  made.setIssuer(name)
  made.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [...[{ type: DNS, value: 'localhost' }], { type: IP, ip: '127.0.0.1' }] },
  ])
  made.sign(own, md.sha256.create())
  return { key: privateKey, cert: pki.certificateToPem(made) }
}

/** Kinds of names (RFC 5280, 4.2.1.6). */
const [DNS, IP] = [2, 7]
