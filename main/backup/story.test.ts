import { deriveKey } from '#drivers/hashing/argon2'
import { SIMULATION_COST } from '#drivers/hashing/port'
import { makeRealClock } from '#drivers/clock/real'
import { makeRealDisk } from '#drivers/disk/real'
import { claimFolder } from '#drivers/lock/real'
import { makeRealRandom } from '#drivers/random/real'
import { verifyFolder } from '#journal/verify'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openOnDisk, onDiskParts, type OnDisk } from '../../tests/world/on-disk.ts'
import { AS_CASHIER, staff } from '../../tests/world/people.ts'
import { carriedSecrets } from '../carried-secrets.ts'
import { openStation } from '../station.ts'
import { sentenceOf } from '../sentences.ts'
import { runCommand } from './command.ts'
import { RESTORING } from './marker.ts'

const scratch = mkdtempSync(join(tmpdir(), 'backup-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const at = (...names: string[]) => join(scratch, ...names)
const PASSPHRASE = 'correct horse battery'

/** A command as it is typed, with the passphrase typed as often as it is asked for. */
async function typed(...args: string[]): Promise<string[]> {
  const said: string[] = []
  const exit = await runCommand({
    ...{ disk: makeRealDisk(), clock: makeRealClock(), random: makeRealRandom(), derive: deriveKey },
    ...{ cost: SIMULATION_COST, args, folder: at('old'), claim: claimFolder, ask: () => Promise.resolve(PASSPHRASE) },
    secrets: carriedSecrets(makeRealDisk(), (folder) => onDiskParts(folder).sealing),
    ...{ say: (line) => void said.push(line), onProgress: () => undefined, signal: new AbortController().signal },
  })
  return [String(exit), ...said]
}

async function sell({ ask }: OnDisk): Promise<string> {
  await ask('sale.add', { sku: 'DRK001', quantity: 1 })
  const paid = await ask('sale.payCash', { due: 150, given: 150 })
  if (!paid.ok) throw new Error(paid.why)
  return (paid.value as { receipt: string }).receipt // calls that pay name the receipt
}
const verify = (folder: string) => verifyFolder(makeRealDisk(), join(folder, 'journal'))

it('a station that was lost goes on from its backup in a new epoch, and gives no receipt number twice', async () => {
  const old = await openOnDisk(at('old'))
  await staff(old.ask)
  const first = [await sell(old), await sell(old)]
  expect(await typed('key', '--to', at('shelf'))).toHaveLength(3)
  // It sells on while the backup is made.
  expect((await typed('make'))[0]).toBe('0')
  const lost = [await sell(old), await sell(old)]
  await old.station.close()
  const [backup = ''] = readdirSync(at('shelf')).map((name) => at('shelf', name))

  expect((await typed('restore', backup, '--data', at('old')))[1]).toMatch(/01-e1 already, up to \d+, \d+ more than/)
  expect((await typed('restore', backup, '--data', at('new')))[1]).toContain('goes on in epoch 2 (receipts S01-2-…)')
  const again = await openOnDisk(at('new'))
  expect(again.station.acts.till()).toMatchObject({ duty: null, approvals: [], lastCounter: 0, sales: { size: 2 } })
  expect((await again.ask('operators.signIn', AS_CASHIER)).ok).toBe(true)
  const next = [await sell(again), await sell(again)]
  await again.station.close()

  expect([...first, ...lost].map((receipt) => receipt.slice(0, 12))).toEqual([
    ...['S01-1-000001', 'S01-1-000002', 'S01-1-000003', 'S01-1-000004'],
  ])
  expect(next.map((receipt) => receipt.slice(0, 12))).toEqual(['S01-2-000001', 'S01-2-000002'])
  const { faults, epochs, witness } = await verify(at('new'))
  expect({ faults, witness, epochs: epochs.map(({ journal }) => journal) }).toEqual({
    ...{ faults: [], witness: 'sound', epochs: ['01-e1', '01-e2'] },
  })

  // What it sold before it was lost is found in the new epoch, and what is backed up from there restores into a third.
  const third = await openOnDisk(at('new'))
  await third.ask('operators.signIn', AS_CASHIER)
  expect((await third.ask('sale.find', { receipt: first[0] })).ok).toBe(true)
  expect((await third.ask('sale.find', { receipt: lost[0] })).ok).toBe(false)
  expect((await typed('make', '--data', at('new')))[0]).toBe('0')
  await third.station.close()
  const newest = readdirSync(at('shelf')).find((name) => name.startsWith('station-01-e2-')) ?? ''
  expect((await typed('restore', at('shelf', newest), '--data', at('newer'), '--epoch', '5'))[0]).toBe('0')
  const last = await openOnDisk(at('newer'))
  await last.ask('operators.signIn', AS_CASHIER)
  expect((await sell(last)).slice(0, 12)).toBe('S01-5-000001')
  await last.station.close()
  expect((await verify(at('newer'))).epochs.map(({ journal }) => journal)).toEqual(['01-e1', '01-e2', '01-e5'])
})

it('a folder that was not restored to its end is not opened, and is left as it is', async () => {
  const before = readdirSync(at('newer', 'settings')).sort()
  writeFileSync(at('newer', RESTORING), '')
  const opened = await openStation(onDiskParts(at('newer')))
  expect(opened).toMatchObject({ ok: false, why: 'restoring' })
  if (!opened.ok) expect(sentenceOf(opened).en).toContain('was not restored to its end')
  expect(readdirSync(at('newer', 'settings')).sort()).toEqual(before)
})
