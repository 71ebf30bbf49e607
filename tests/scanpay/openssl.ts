import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Keys and signatures by the openssl command: eyes that are not ours. */
export interface RsaKeys {
  readonly key: string
  readonly publicKey: string
  /** Its own certificate. */
  readonly certificate: string
}

export function makeRsaKeys(bits = 2048): RsaKeys {
  return inFolder((at) => {
    const key = openssl(['genpkey', '-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`]).toString()
    writeFileSync(at('key.pem'), key)
    const asRequest = ['req', '-x509', '-new', '-key', at('key.pem'), '-subj', '/CN=platform', '-days', '2']
    return {
      key,
      publicKey: openssl(['pkey', '-in', at('key.pem'), '-pubout']).toString(),
      certificate: openssl(asRequest).toString(),
    }
  })
}

/** Base64. */
export const signedByOpenssl = (key: string, text: string | Uint8Array): string =>
  inFolder((at) => {
    writeFileSync(at('key.pem'), key)
    writeFileSync(at('text'), text)
    return openssl(['dgst', '-sha256', '-sign', at('key.pem'), at('text')]).toString('base64')
  })

export const isSignedForOpenssl = (publicKey: string, text: string, signature: string): boolean =>
  inFolder((at) => {
    writeFileSync(at('key.pem'), publicKey)
    writeFileSync(at('text'), text)
    writeFileSync(at('signature'), Buffer.from(signature, 'base64'))
    try {
      openssl(['dgst', '-sha256', '-verify', at('key.pem'), '-signature', at('signature'), at('text')])
      return true
    } catch {
      // It says no by its end.
      return false
    }
  })

export function openssl(words: readonly string[], input = ''): Buffer {
  return execFileSync('openssl', words, { input, stdio: ['pipe', 'pipe', 'ignore'] })
}

function inFolder<Value>(work: (at: (name: string) => string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'signing-'))
  try {
    return work((name) => join(folder, name))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
