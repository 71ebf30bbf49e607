import { describe, expect, it } from 'vitest'
import { makeBackupBox, OPENER, RECIPIENT, DATA, whyOf, type BackupBox } from '../../tests/world/backups.ts'
import { CHUNK_BYTES, sealed, TAG_BYTES, unsealed } from './chunks.ts'
import { formatHeader, HEADER_BYTES_MAX, readHeader } from './format.ts'
import { privateKey } from './keys.ts'
import { ending } from './refusal.ts'
import { createDecipheriv, createHash, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { join } from 'node:path'

const COPY = '/copy.backup'

/** A backup of more than two chunks: what is in it can not be packed smaller. */
async function largeBackup(seed = 1): Promise<{ readonly box: BackupBox; readonly bytes: Buffer }> {
  const box = await makeBackupBox(seed)
  await box.put(join(DATA, 'settings', 'goods.json'), box.random.bytes(2 * CHUNK_BYTES + 40_000))
  const { file } = await box.mustMake()
  return { box, bytes: await box.world.process().read(file) }
}
async function smallBackup(): Promise<{ readonly box: BackupBox; readonly bytes: Buffer }> {
  const box = await makeBackupBox()
  const { file } = await box.mustMake()
  return { box, bytes: await box.world.process().read(file) }
}

/** Why this file is not a backup that can be restored; null where it is. */
async function faultOf(box: BackupBox, bytes: Buffer): Promise<string | null> {
  await box.put(COPY, bytes)
  return whyOf(ending(() => box.mustBeSound(COPY)))
}
const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0x10
  return copy
}
const bodyAt = (bytes: Buffer): number => bytes.indexOf('\n', bytes.indexOf('\n') + 1) + 1
async function all(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const found: Buffer[] = []
  for await (const bytes of stream) found.push(bytes)
  return Buffer.concat(found)
}
const WHOLE = CHUNK_BYTES + TAG_BYTES

describe('a backup file', () => {
  it('is read by a reader that knows its description alone', async () => {
    const { box, bytes } = await largeBackup()
    const files = filesIn(bytes)
    const disk = box.world.process()
    expect([...files.keys()]).toContain('settings/goods.json')
    for (const [name, content] of files) expect(content).toEqual(await disk.read(join(DATA, name)))
  })

  it('that had any byte of it flipped is found out', async () => {
    const { box, bytes } = await smallBackup()
    expect(await faultOf(box, bytes)).toBeNull()
    const seen: Record<string, Set<string | null>> = { header: new Set(), body: new Set(), end: new Set() }
    for (let at = 0; at < bytes.length; at += at < bodyAt(bytes) || at > bytes.length - 30 ? 1 : 7) {
      const where = at < bodyAt(bytes) ? 'header' : at < bytes.length - 4 ? 'body' : 'end'
      seen[where]?.add(await faultOf(box, flipped(bytes, at)))
    }
    expect(seen).toEqual({
      header: new Set(['not-a-backup', 'damaged']),
      ...{ body: new Set(['damaged']), end: new Set(['truncated']) },
    })
  })

  it('that was cut off anywhere is found out, and said to be', async () => {
    const { box, bytes } = await largeBackup()
    const body = bodyAt(bytes)
    const cuts = [40, body - 1, body, body + 1, body + WHOLE, body + 2 * WHOLE, body + 2 * WHOLE + 1, bytes.length - 1]
    for (const cut of cuts) expect(await faultOf(box, bytes.subarray(0, cut))).toBe('truncated')
    expect(await faultOf(box, bytes.subarray(0, 5))).toBe('not-a-backup')
    expect(await faultOf(box, Buffer.alloc(0))).toBe('not-a-backup')
  })

  it('whose chunks were left out, doubled, put elsewhere or taken from another is found out', async () => {
    const { box, bytes } = await largeBackup()
    const other = (await largeBackup(2)).bytes
    const parts = (of: Buffer) => {
      const body = bodyAt(of)
      const at = (nth: number) => of.subarray(body + nth * WHOLE, Math.min(body + (nth + 1) * WHOLE, of.length - 4))
      return { head: of.subarray(0, body), one: at(0), two: at(1), last: at(2), end: of.subarray(of.length - 4) }
    }
    const { head, one, two, last, end } = parts(bytes)
    const forged = [
      ...[
        [one, two],
        [one, last],
        [two, last],
        [two, one, last],
        [one, two, two, last],
        [one, two, last, last],
      ],
      ...[[last], [], [one, parts(other).two, last], [one, two, last, Buffer.from('x')]],
    ]
    expect(await faultOf(box, Buffer.concat([head, one, two, last, end]))).toBeNull()
    for (const chunks of forged) expect(await faultOf(box, Buffer.concat([head, ...chunks, end]))).toBe('damaged')
  })

  it('is told from what is none, and from one of a later version', async () => {
    const { box, bytes } = await smallBackup()
    const first = bytes.subarray(0, bytes.indexOf('\n')).toString()
    const later = formatHeader(JSON.parse(first.replace('"version":1', '"version":2')) as never).bytes // made up
    expect(await faultOf(box, Buffer.concat([later, bytes.subarray(bodyAt(bytes))]))).toBe('newer')
    for (const text of ['', 'x', '{}\n{}\n', '[1]\n', 'null\n', 'x'.repeat(2 * HEADER_BYTES_MAX)]) {
      expect(readHeader(Buffer.from(text)).is).toBe('not-a-backup')
    }
  })

  it('opens for its key only', async () => {
    const { box } = await smallBackup()
    const { file } = await box.mustMake()
    expect(await whyOf(box.restore(file, { key: privateKey(Buffer.alloc(32, 8)) }))).toBe('wrong-key')
    expect(await whyOf(box.restore(file, { key: OPENER }))).toBeNull()
  })

  it('that was made by somebody else with a name that leads out of the folder is refused', async () => {
    const { box, bytes } = await smallBackup()
    const content = gzipSync('{}')
    const holding = (name: string) =>
      sealedAnew(bytes, Buffer.from(`{"name":"${name}","size":2,"packed":${content.length}}\n`), content)
    for (const name of ['../evil.json', 'journal/../../x.json', '/etc/x.json', 'sealed/x.json', 'settings/X.json']) {
      expect(await faultOf(box, await holding(name))).toBe('damaged')
    }
    // One of ours is taken, and then there is no journal.
    expect(await faultOf(box, await holding('settings/x.json'))).toBe('not-verified')
  })
})

describe('chunks', () => {
  const key = Buffer.alloc(32, 3)
  const header = Buffer.from('header')
  async function* one(bytes: Buffer) {
    yield await Promise.resolve(bytes)
  }
  async function* torn(bytes: Buffer) {
    for (let at = 0; at < bytes.length; at += 65_537) yield await Promise.resolve(bytes.subarray(at, at + 65_537))
  }

  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])(
    'give back %d bytes, however they came',
    async (size) => {
      const plain = Buffer.alloc(size, 'abc')
      const bytes = await all(sealed({ key, header }, torn(plain)))
      expect(bytes).toEqual(await all(sealed({ key, header }, one(plain))))
      expect(bytes.length).toBe(size + TAG_BYTES * Math.max(1, Math.ceil(size / CHUNK_BYTES)))
      const part = (at: number, count: number) => Promise.resolve(bytes.subarray(at, at + count))
      const damaged = () => new Error('damaged')
      expect(await all(unsealed({ key, header }, { bytes: bytes.length, part, damaged }))).toEqual(plain)
      const other = { key, header: Buffer.from('another') }
      await expect(all(unsealed(other, { bytes: bytes.length, part, damaged }))).rejects.toThrow('damaged')
    },
  )
})

/** The key of the file and its header's line, by the description in keys.ts. */
function openedBy(bytes: Buffer): { readonly line: Buffer; readonly body: Buffer; readonly key: Buffer } {
  const [first = '', sum] = bytes.toString('latin1').split('\n', 2)
  const line = Buffer.from(first, 'latin1')
  expect(sum).toBe(createHash('sha256').update(line).digest('base64url'))
  const { ephemeral, wrapped } = JSON.parse(line.toString()) as { ephemeral: string; wrapped: string }
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: ephemeral }, format: 'jwk' })
  const shared = diffieHellman({ privateKey: OPENER, publicKey })
  const salt = Buffer.concat([Buffer.from(ephemeral, 'base64url'), Buffer.from(RECIPIENT.publicKey, 'base64url')])
  const wrapping = Buffer.from(hkdfSync('sha256', shared, salt, 'cashier-station backup 1', 32))
  const key = unsealedBy(wrapping, Buffer.alloc(12), Buffer.from(wrapped, 'base64url'))
  return { line, body: bytes.subarray(line.length + 1 + 43 + 1, bytes.length - 4), key }
}

function unsealedBy(key: Buffer, nonce: Buffer, bytes: Buffer, bound?: Buffer): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', key, nonce)
  if (bound) cipher.setAAD(bound)
  cipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([cipher.update(bytes.subarray(0, -16)), cipher.final()])
}

function filesIn(bytes: Buffer): Map<string, Buffer> {
  expect(bytes.subarray(-4).toString()).toBe('end\n')
  const { line, body, key } = openedBy(bytes)
  const chunks: Buffer[] = []
  for (let at = 0, nth = 0; at < body.length; at += 1_048_592, nth++) {
    const nonce = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, nth, at + 1_048_592 >= body.length ? 1 : 0])
    chunks.push(unsealedBy(key, nonce, body.subarray(at, at + 1_048_592), line))
  }
  const content = Buffer.concat(chunks)
  const files = new Map<string, Buffer>()
  for (let at = 0; at < content.length;) {
    const end = content.indexOf('\n', at)
    const entry = JSON.parse(content.toString('utf8', at, end)) as { name: string; size: number; packed: number }
    at = end + 1 + entry.packed
    const file = gunzipSync(content.subarray(end + 1, at))
    expect(file.length).toBe(entry.size)
    files.set(entry.name, file)
  }
  return files
}

/** The same file with another content under its own key: whoever knows the public key could make such a one. */
async function sealedAnew(bytes: Buffer, ...content: readonly Buffer[]): Promise<Buffer> {
  const { line, key } = openedBy(bytes)
  async function* plain() {
    yield await Promise.resolve(Buffer.concat(content))
  }
  const chunks = await all(sealed({ key, header: line }, plain()))
  return Buffer.concat([bytes.subarray(0, bodyAt(bytes)), chunks, Buffer.from('end\n')])
}
