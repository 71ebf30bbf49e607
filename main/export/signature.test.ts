import type { Disk } from '#drivers/disk/port'
import { makeRealDisk } from '#drivers/disk/real'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJournal } from '../../tests/world/exported.ts'
import { appendEach, openOn, running } from '../../tests/world/journals.ts'
import { ensureIdentity, readIdentity, readPublicKey } from '../identity.ts'
import { readSignature } from './signature.ts'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const scratch = mkdtempSync(join(tmpdir(), 'export-'))
const data = join(scratch, 'data')
const file = join(scratch, 'may.jsonl')
const disk: Disk = makeRealDisk()
let said: readonly string[] = []

beforeAll(async () => {
  const journal = running(await openOn(disk, join(data, 'journal')))
  await appendEach(journal, 1, 20)
  await journal.close()
  const ran = await runJournal(disk, ['export', data, '--out', file])
  said = ran.warned
  expect(ran.exit).toBe(0)
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const check = async (path: string, ...folder: string[]) => {
  const { exit, said: lines } = await runJournal(disk, ['check-export', path, ...folder])
  return [exit, lines.join('\n')] as const
}
/** Copies of the file and its signature, changed. */
function copy(name: string, change: { file?: (bytes: Buffer) => Buffer; sig?: (text: string) => string }): string {
  const path = join(scratch, name)
  const same = <Value>(value: Value) => value
  writeFileSync(path, (change.file ?? same)(readFileSync(file)))
  writeFileSync(`${path}.sig`, (change.sig ?? same)(readFileSync(`${file}.sig`).toString()))
  return path
}

describe('a signed export', () => {
  it('says what it is, and is taken for what it is, with the station’s key and without', async () => {
    const signature = readSignature(readFileSync(`${file}.sig`))
    expect(signature).toMatchObject({
      ...{ format: 'cashier-station export 1', file: 'may.jsonl', station: '01', epoch: 1, from: 1, to: 20 },
      ...{ bytes: readFileSync(file).length, at: '2026-06-01T00:00:00.000Z' },
    })
    expect(signature?.head.seq).toBe(20)
    expect(Object.keys(JSON.parse(readFileSync(`${file}.sig`).toString()) as object).at(-1)).toBe('signature')
    expect(said.at(-1)).toContain(signature?.publicKey)
    expect(await check(file, data)).toEqual([0, expect.stringContaining('is this station’s') as string])
    expect(await check(file)).toEqual([0, expect.stringContaining('head office’s copy') as string])
    expect(readdirSync(scratch).filter((name) => name.includes('.part'))).toEqual([])
  })

  it('is found out when anything of it is changed', async () => {
    const random = makeVirtualRandom(3)
    let flips = 0
    for (let n = 0; n < 150; n++) {
      const flip = (bytes: Buffer) => {
        const changed = Buffer.from(bytes)
        const at = random.below(bytes.length)
        changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8))
        return changed
      }
      const inFile = copy('f', { file: flip })
      const inSignature = copy('s', { sig: (text) => flip(Buffer.from(text)).toString('latin1') })
      expect((await check(inFile, data))[0]).toBe(1)
      const [exit] = await check(inSignature, data)
      expect(exit, readFileSync(`${inSignature}.sig`).toString()).toBe(1)
      flips += 2
    }
    process.stdout.write(`${flips} flips in signed exports, each found\n`)
  })

  it.each([
    ['a field that nobody signed', (text: string) => text.replace('\n,', '\n,"sha256":"00","signature":"x",')],
    ['another line between', (text: string) => text.replace('\n,', '\n\n,')],
    ['no signature', (text: string) => text.split('\n')[0] ?? ''],
    ['nothing', () => ''],
    ['a key of another kind', (text: string) => text.replace(/"publicKey":"[^"]+"/, '"publicKey":"MCowBQYDK2Vu"')],
  ])('is not taken with %s', async (_, sig) => {
    expect(await check(copy('x', { sig }), data)).toEqual([
      1,
      expect.stringContaining('not a valid signature') as string,
    ])
  })

  it('is not taken for another station’s, nor held against a key that is not there', async () => {
    const other = join(scratch, 'other')
    expect(await check(file, other)).toEqual([1, expect.stringContaining('no public key') as string])
    await ensureIdentity({ disk, folder: other }, makeVirtualRandom(99))
    expect(await check(file, other)).toEqual([1, expect.stringContaining('was not signed by this station') as string])
  })

  it('is never written over another file, and no half of one is left', async () => {
    const again = await runJournal(disk, ['export', data, '--out', file])
    expect([again.exit, again.warned.join()]).toEqual([2, expect.stringContaining('is there already') as string])
    const nowhere = await runJournal(disk, ['export', data, '--out', join(scratch, 'no', 'x')])
    expect(nowhere.exit).toBe(2)
    expect(await check(join(scratch, 'gone'))).toEqual([2, expect.stringContaining('can not be read') as string])
  })

  // Elsewhere there is nothing to try it with; the verification of our own is tried above.
  const hasOpenssl = spawnSync('openssl', ['version']).status === 0
  it.runIf(hasOpenssl)('is verified by openssl alone, as the handbook says', () => {
    const folder = join(scratch, 'accountant')
    mkdirSync(folder)
    copyFileSync(file, join(folder, 'FILE'))
    copyFileSync(`${file}.sig`, join(folder, 'FILE.sig'))
    copyFileSync(join(data, 'settings', 'identity.pub'), join(folder, 'identity.pub'))
    const handbook = readFileSync(join(import.meta.dirname, '../../docs/it.md')).toString()
    const commands = /```sh\n(head -n 1 FILE\.sig[\s\S]*?)```/.exec(handbook)?.[1] ?? 'exit 9'
    const run = () => spawnSync('sh', ['-ec', commands], { cwd: folder })
    const good = run()
    expect([good.status, good.stdout.toString()]).toEqual([
      0,
      expect.stringContaining('Verified Successfully') as string,
    ])
    expect(good.stdout.toString()).toContain(`FILE: OK`)
    const sig = readFileSync(join(folder, 'FILE.sig')).toString()
    writeFileSync(join(folder, 'FILE.sig'), sig.replace('"from":1', '"from":2'))
    expect(run().status).not.toBe(0)
    writeFileSync(join(folder, 'FILE.sig'), sig)
    writeFileSync(join(folder, 'FILE'), 'x')
    expect(run().status).not.toBe(0)
  })
})

describe('the station’s identity', () => {
  it('is made once, and is for its user only', async () => {
    const first = await readIdentity({ disk, folder: data })
    const again = await ensureIdentity({ disk, folder: data }, makeVirtualRandom(8))
    expect(again.publicKey).toBe(first?.publicKey)
    expect(statSync(join(data, 'sealed', 'identity.json')).mode & 0o777).toBe(0o600)
    expect(await readPublicKey({ disk, folder: data })).toBe(again.publicKey)
  })

  it('is not made by the command while a station is about to make it', async () => {
    const folder = join(scratch, 'starting')
    running(await openOn(disk, join(folder, 'journal')))
    const { exit, warned } = await runJournal(disk, ['export', folder, '--out', join(scratch, 'y')], { is: 'taken' })
    expect([exit, warned]).toEqual([1, [expect.stringContaining('is running') as string]])
    expect(await readIdentity({ disk, folder })).toBeNull()
  })

  it('has its public part back when that was lost, and is refused when it was damaged', async () => {
    const pub = join(data, 'settings', 'identity.pub')
    const before = readFileSync(pub)
    rmSync(pub)
    await ensureIdentity({ disk, folder: data }, makeVirtualRandom(8))
    expect(readFileSync(pub)).toEqual(before)
    expect(execFileSync('head', ['-n', '1', pub]).toString()).toBe('-----BEGIN PUBLIC KEY-----\n')
    const sealed = join(data, 'sealed', 'identity.json')
    const key = readFileSync(sealed)
    writeFileSync(sealed, key.toString().replace('MC4C', 'MC4D'))
    const { exit, warned } = await runJournal(disk, ['export', data, '--out', join(scratch, 'z')])
    expect([exit, warned.join()]).toEqual([2, expect.stringContaining('identity.json') as string])
    writeFileSync(sealed, key)
  })
})
