import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeAuthority, makeOwnCertificate, makeServerCertificate } from './certificate.ts'

it('is one that openssl reads and verifies, for this machine and for a few days', () => {
  const { cert } = makeOwnCertificate(Date.now())
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
  try {
    const path = join(folder, 'own.pem')
    writeFileSync(path, cert)
    const openssl = (...how: string[]) => execFileSync('openssl', how, { encoding: 'utf8' })
    expect(openssl('verify', '-CAfile', path, path)).toContain('OK')
    const text = openssl('x509', '-in', path, '-noout', '-text')
    expect(text).toContain('DNS:localhost, IP Address:127.0.0.1')
    expect(text).toContain('sha256WithRSAEncryption')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('is spoken under by a server of its key, to who trusts it alone', async () => {
  const { key, cert } = makeOwnCertificate(Date.now())
  const server = createServer({ key, cert }, (_, response) => response.end('here'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const asked = (ca: string | undefined) =>
    new Promise<string>((resolve) => {
      const asking = request({ host: '127.0.0.1', port, ...(ca !== undefined && { ca }) }, (answer) => {
        answer.on('data', (bytes: Buffer) => resolve(bytes.toString()))
      })
      asking.on('error', () => resolve('refused'))
      asking.end()
    })
  expect([await asked(cert), await asked(undefined)]).toEqual(['here', 'refused'])
  server.close()
})

it('is one by an authority, for the names that it says and as a server or its peer', () => {
  const parts = { nowMs: Date.now(), days: 30 }
  const authority = makeAuthority('head office', parts)
  const servers = [1, 2].map((nth) => makeServerCertificate(authority, [`hub${nth}.example`, '10.0.0.1'], parts))
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
  const openssl = (...how: string[]) => execFileSync('openssl', how, { encoding: 'utf8' })
  try {
    const [ca, path, other] = ['ca', 'server', 'other'].map((name) => join(folder, `${name}.pem`)) as [
      string,
      string,
      string,
    ]
    writeFileSync(ca, authority.cert)
    writeFileSync(path, servers[0]?.cert ?? '')
    writeFileSync(other, makeAuthority('head office', parts).cert)
    for (const purpose of ['sslserver', 'sslclient'])
      expect(openssl('verify', '-x509_strict', '-purpose', purpose, '-CAfile', ca, path)).toContain('OK')
    expect(() => openssl('verify', '-CAfile', other, path)).toThrow()
    const text = openssl('x509', '-in', path, '-noout', '-text')
    expect(text).toContain('DNS:hub1.example, IP Address:10.0.0.1')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
