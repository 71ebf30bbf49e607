import { deriveKey } from '#drivers/hashing/argon2'
import { SIMULATION_COST } from '#drivers/hashing/port'
import { makeVirtualSealing } from '#drivers/sealing/virtual'
import { describe, expect, it } from 'vitest'
import { DATA, makeBackupBox, SHELF, type BackupBox } from '../../tests/world/backups.ts'
import { filesOn } from '../../tests/world/remains.ts'
import { carriedSecrets } from '../carried-secrets.ts'
import { openVault } from '../vault.ts'
import { runCommand } from './command.ts'
import { sentenceOfRefusal } from './sentences.ts'
import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'

const PASSPHRASE = '十二个字的口令 correct'

/** One command, as it is typed and answered. */
async function run(
  box: BackupBox,
  typed: string,
  answers: readonly string[] = [],
  held: string | null = null,
  machine = 'till',
) {
  const disk = box.world.process()
  const said: string[] = []
  const left = [...answers]
  const exit = await runCommand({
    ...{ disk, clock: box.clock, random: box.random, derive: deriveKey, cost: SIMULATION_COST },
    ...{ args: typed.split(' '), folder: DATA, say: (line) => void said.push(line), onProgress: () => undefined },
    ask: () => Promise.resolve(left.shift() ?? null),
    secrets: carriedSecrets(disk, () => makeVirtualSealing(machine)),
    claim: (folder) =>
      Promise.resolve(
        folder === held
          ? { is: 'taken' }
          : { is: 'held', lock: { onKnock: () => undefined, free: () => Promise.resolve() } },
      ),
    signal: new AbortController().signal,
  })
  return { exit, said, asked: answers.length - left.length }
}
const backups = async (box: BackupBox) => (await box.shelf()).map((name) => join(SHELF, name))

async function boxWithPassphrase(): Promise<BackupBox> {
  const box = await makeBackupBox()
  expect((await run(box, 'key', [PASSPHRASE, PASSPHRASE])).exit).toBe(0)
  return box
}

describe('npm run backup', () => {
  it('backs up for a passphrase, checks and restores by it, and keeps nothing of it', async () => {
    const box = await boxWithPassphrase()
    const made = await run(box, 'make')
    expect([made.exit, made.said[0]]).toEqual([0, expect.stringContaining('Backed up to record 10') as string])
    const [file = ''] = await backups(box)
    const checked = await run(box, `check ${file}`, [PASSPHRASE])
    expect([checked.exit, checked.said[0]]).toEqual([
      0,
      expect.stringContaining('The backup is sound: 01-e1') as string,
    ])
    const restored = await run(box, `restore ${file} --data /new`, [PASSPHRASE])
    expect(restored.exit).toBe(0)
    expect(restored.said.join('\n')).toMatch(/epoch 2 \(receipts S01-2-…\)[\s\S]*use --epoch 3/)
    const settings = (await box.world.process().read(join(DATA, 'settings', 'backup.json'))).toString()
    expect(settings).not.toContain('correct')
  })

  it('takes a passphrase in whatever form its signs are composed', async () => {
    const box = await makeBackupBox()
    const [composed, apart] = ['mot de passe été', 'mot de passe été'.normalize('NFD')]
    expect((await run(box, 'key', [composed, composed])).exit).toBe(0)
    expect((await run(box, 'make')).exit).toBe(0)
    const [file = ''] = await backups(box)
    expect((await run(box, `check ${file}`, [apart])).exit).toBe(0)
  })

  it.each([
    ['eleven sign', 'eleven sign', 'at least 12 signs'],
    ['twelve signs', 'twelve sign5', 'differ'],
  ])('takes no passphrase %s, then %s', async (first, second, why) => {
    const box = await makeBackupBox()
    const { exit, said } = await run(box, 'key', [first, second])
    expect([exit, said[0]]).toEqual([1, expect.stringContaining(why) as string])
  })

  it('backs up for head office’s key, and opens by its private half alone', async () => {
    const box = await makeBackupBox()
    const { publicKey, privateKey } = generateKeyPairSync('x25519')
    await box.put('/office.pem', Buffer.from(publicKey.export({ format: 'pem', type: 'spki' })))
    await box.put('/secret.pem', Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })))
    expect((await run(box, 'key --public /office.pem --to /usb')).exit).toBe(0)
    expect((await run(box, 'make')).exit).toBe(0)
    const [file = ''] = (await box.world.process().list('/usb')).map((name) => join('/usb', name))
    expect((await run(box, `check ${file} --key /secret.pem`)).exit).toBe(0)
    const without = await run(box, `check ${file}`, [PASSPHRASE])
    expect([without.exit, without.asked]).toEqual([1, 0])
    expect((await run(box, `check ${file} --key /office.pem`)).said[0]).toContain('no X25519 key')
  })

  it('says that a passphrase is wrong', async () => {
    const box = await boxWithPassphrase()
    await run(box, 'make')
    const [file = ''] = await backups(box)
    const { exit, said } = await run(box, `restore ${file} --data /new`, ['another passphrase'])
    expect([exit, said[0]]).toEqual([1, expect.stringContaining('does not open') as string])
    expect(await box.world.process().list('/')).not.toContain('new')
  })

  it('asks for no passphrase where the folder is not free, or its station runs', async () => {
    const box = await boxWithPassphrase()
    await run(box, 'make')
    const [file = ''] = await backups(box)
    await box.sell(3)
    const taken = await run(box, `restore ${file} --data ${DATA}`, [PASSPHRASE])
    expect(taken.said[0]).toContain('holds 13 records of 01-e1 already, up to 13, 3 more than the backup')
    const running = await run(box, `restore ${file} --data /new`, [PASSPHRASE], '/new')
    expect(running.said[0]).toContain('is using /new')
    expect([taken.asked, running.asked]).toEqual([0, 0])
  })

  it('makes none without a key, nor of a journal that is not sound', async () => {
    const box = await makeBackupBox()
    await run(box, 'key', [PASSPHRASE, PASSPHRASE])
    box.world.rot(join(DATA, 'journal', '0000000000000001.jsonl'), 300, 1)
    expect((await run(box, 'make')).said[0]).toContain('did not verify')
    await box.world.process().makeFolder('/empty')
    expect((await run(box, 'make --data /empty')).said[0]).toContain('First run npm run backup -- key')
  })

  it('lists what there is', async () => {
    const box = await boxWithPassphrase()
    await run(box, 'make')
    const { exit, said } = await run(box, 'list')
    expect([exit, said.length]).toEqual([0, 2])
    expect(said[1]).toContain('station 01, epoch 1, up to record 10')
  })

  it.each([
    ...['', 'what', 'check', 'restore x', 'restore x y --data z', 'make x', 'list --key x', 'key --to', 'make --to'],
    ...['restore x --data y --epoch 0', 'restore x --data y --epoch two', 'make --to a --to b'],
  ])('shows its usage for %j', async (typed) => {
    const { exit, said } = await run(await makeBackupBox(), typed)
    expect([exit, said[0]]).toEqual([2, expect.stringContaining('npm run backup -- key|make|check') as string])
  })
})

describe('a refusal', () => {
  const file = '/usb/x.backup'
  it.each([
    ...(['not-a-backup', 'newer', 'damaged', 'truncated', 'wrong-key', 'not-a-key'] as const).map((why) => ({
      why,
      file,
    })),
    ...(['no-recipient', 'nothing', 'cancelled', 'short-passphrase', 'passphrases-differ'] as const).map((why) => ({
      why,
    })),
    { why: 'space', folder: '/usb', needed: 5_000_000, free: 7 } as const,
    { why: 'not-verified', fault: null } as const,
    { why: 'not-verified', fault: { kind: 'chain', sequence: 7, last: 7, file } } as const,
    { why: 'busy', folder: '/usb' } as const,
    { why: 'file-broken', file, cause: 'not JSON' } as const,
    ...(['missing', 'exists', 'denied', 'read-only', 'full', 'io'] as const).map(
      (trouble) => ({ why: 'disk', path: '/usb', trouble }) as const,
    ),
    ...([null, 3, 0, -1] as const).map(
      (further) => ({ why: 'taken', folder: '/usb', journal: '01-e1', records: 9, seq: 9, further }) as const,
    ),
    { why: 'taken', folder: '/usb', journal: null, records: 0, seq: 0, further: null } as const,
    { why: 'epoch', parent: 3 } as const,
  ])('says in both languages what is wrong and what to do: %j', (refusal) => {
    const { zh, en } = sentenceOfRefusal(refusal)
    expect(zh).toMatch(/请|需要时/)
    expect(zh).toMatch(/。$/)
    expect(en).toMatch(/\. [A-Z].*\.$|; older backups are there\. .*\.$/)
    for (const named of ['file', 'folder', 'path'] as const) {
      if (named in refusal) expect(zh + en).toContain((refusal as Record<string, unknown>)[named])
    }
  })
})

describe('what people sign in by', () => {
  const PEPPER = 'not-a-word-of-anybody'
  const vaultIn = (box: BackupBox, folder: string, machine: string) =>
    openVault({ disk: box.world.process(), folder, sealing: makeVirtualSealing(machine) })

  it('goes along in the backup and is put under the seal of the new machine, in no file in the clear', async () => {
    const box = await boxWithPassphrase()
    const vault = await vaultIn(box, DATA, 'till')
    for (const [name, secret] of [
      ['pepper', PEPPER],
      ['totp-11-x', 'ABCDEF'],
      ['mail', 'stays'],
    ] as const) {
      await vault.put(name, secret)
    }
    expect((await run(box, 'make')).exit).toBe(0)
    const [file = ''] = await backups(box)
    expect((await run(box, `check ${file}`, [PASSPHRASE])).exit).toBe(0)
    expect((await run(box, `restore ${file} --data /new`, [PASSPHRASE], null, 'other')).exit).toBe(0)
    const restored = await vaultIn(box, '/new', 'other')
    expect([restored.get('pepper'), restored.get('totp-11-x'), restored.names()]).toEqual([
      ...[PEPPER, 'ABCDEF'],
      ['pepper', 'totp-11-x'],
    ])
    const files = await filesOn(box.world.process(), '/')
    expect([...files].filter(([, bytes]) => bytes.includes(PEPPER)).map(([path]) => path)).toEqual([])
    expect([...files.keys()].filter((path) => path.includes('carried'))).toEqual([])
  })

  it('that the command can not read keeps it from making a backup nobody could sign in from', async () => {
    const box = await boxWithPassphrase()
    await (await vaultIn(box, DATA, 'keychain of the shell')).put('pepper', PEPPER)
    const made = await run(box, 'make')
    expect([made.exit, made.said[0]]).toEqual([1, expect.stringContaining('on the screen, under Records') as string])
    expect(await backups(box)).toEqual([])
  })
})
