import { makeRealDisk } from '#drivers/disk/real'
import { makeHashing } from '#drivers/hashing/argon2'
import { SIMULATION_COST, type Hashing } from '#drivers/hashing/port'
import { makeLog } from '#drivers/log/pino'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openOnDisk } from '../../tests/world/on-disk.ts'
import { FIRST_RUN } from '../../tests/world/people.ts'
import { filesOn } from '../../tests/world/remains.ts'
import { FOLDER, makeWorld } from '../../tests/world/world.ts'

describe('the first void password', () => {
  it.each([
    ...['0000', '12345', '000000', '123456', '654321', '111111', '888888', '12345678', '88888888', 'password'],
    ...['777777', 'aaaaaa', 'abcdef', '987654', '876543', 'Password'],
    // The cashier's own number and the manager's, again and again.
    ...['030303', '111111', '11111111'],
  ])('is refused when it is %s, and nobody is made', async (voidPassword) => {
    const world = await makeWorld({ seed: 3 })
    const answer = await world.ask('operators.begin', { ...FIRST_RUN, voidPassword })
    expect(answer).toEqual({ ok: false, why: 'void-password-weak' })
    expect(world.view()).toMatchObject({ stage: 'first-run', operator: null, managers: [] })
    expect(await world.ask('operators.begin', FIRST_RUN)).toMatchObject({ ok: true })
  })

  it('may not be given by one person for both', async () => {
    const world = await makeWorld({ seed: 3 })
    const alone = { ...FIRST_RUN, cashier: FIRST_RUN.manager }
    expect(await world.ask('operators.begin', alone)).toEqual({ ok: false, why: 'same-number' })
  })

  it('is kept as argon2id in the operators file, and nowhere else', async () => {
    const world = await makeWorld({ seed: 3 })
    await world.ask('operators.begin', FIRST_RUN)
    const files = await filesOn(world.disk.process(), FOLDER)
    const holding = [...files].filter(([, bytes]) => bytes.includes('$argon2')).map(([path]) => path)
    expect(holding).toEqual([`${FOLDER}/settings/operators.json`])
    expect(files.get(holding[0] ?? '')?.toString()).toMatch(/"voidPassword": "\$argon2id\$v=19\$m=8,t=1,p=1\$/)
  })

  it('lost with the operators file is nobody’s: no password is right', async () => {
    const world = await makeWorld({ seed: 3 })
    await world.ask('operators.begin', FIRST_RUN)
    await world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
    await world.ask('sale.payCash', { due: 150, given: 150 })
    await world.station().close()
    await world.disk.process().remove(`${FOLDER}/settings/operators.json`)
    expect(await world.open()).toEqual([])
    const asked = { receipt: world.receipts[0], reason: 'other', manager: '11', voidPassword: FIRST_RUN.voidPassword }
    expect(await world.ask('sale.voidPaid', asked)).toEqual({ ok: false, why: 'wrong-void-password' })
  })
})

/** A day with everything a password passes through: the first run, a wrong one, a fault, a right one. */
const RIGHT = 'korb-730519-Apfel'
const WRONG = 'korb-730518-Apfel'

async function dayWithSecrets(ask: (name: string, input: unknown) => Promise<unknown>, seen: () => string) {
  const said: string[] = []
  const tell = async (name: string, input: unknown) => {
    const answer = JSON.stringify(await ask(name, input))
    said.push(answer, seen())
    return JSON.parse(answer) as { value?: { receipt?: string } }
  }
  await tell('operators.begin', { ...FIRST_RUN, voidPassword: RIGHT })
  await tell('sale.add', { sku: 'DRK001', quantity: 1 })
  const receipt = (await tell('sale.payCash', { due: 150, given: 150 })).value?.receipt
  const undo = { receipt, reason: 'other', manager: '11' }
  for (const voidPassword of [WRONG, RIGHT, RIGHT]) await tell('sale.voidPaid', { ...undo, voidPassword })
  // A secret typed into a field where it does not belong.
  await tell('sale.scan', { code: 'x', voidPassword: RIGHT })
  return said.join('\n')
}

/** The second check of a password fails as a bug of ours would. */
function failingOnce(): Hashing {
  const real = makeHashing(SIMULATION_COST)
  let checks = 0
  return {
    hash: real.hash,
    verify: (stored, secret) => (++checks === 2 ? Promise.reject(new Error('no memory')) : real.verify(stored, secret)),
  }
}

const inTheClear = (text: string): string[] =>
  [RIGHT, WRONG].flatMap((secret) => {
    const plainHash = createHash('sha256').update(secret)
    const forms = [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]
    return [...forms, plainHash.digest('hex')].filter((form) => text.includes(form))
  })

describe('an entered void password', () => {
  it('is in no file of the station, in no answer, in no view, on no paper and in no line of its log', async () => {
    const log: unknown[] = []
    const keep = (...told: unknown[]) => void log.push(told.map((each) => (each instanceof Error ? each.stack : each)))
    const world = await makeWorld({ seed: 3, hashing: failingOnce(), log: { note: keep, fault: keep } })
    const said = await dayWithSecrets(world.ask, () => JSON.stringify(world.view()))
    expect(said).toContain('"back":150')
    expect(said).toContain('"fault"')
    expect(log).toHaveLength(1)
    await world.station().close()
    const files = await filesOn(world.disk.process(), FOLDER)
    expect(files.size).toBeGreaterThanOrEqual(4)
    const all = [said, JSON.stringify(log), world.printer.sheets.flat().join('\n'), ...[...files.values()].map(String)]
    expect(inTheClear(all.join('\n'))).toEqual([])
  })

  it('is in no file that a real disk and a real log hold either', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'secrets-'))
    const log = makeLog(join(folder, 'logs'))
    const { station, ask } = await openOnDisk(folder, { hashing: failingOnce(), log })
    const said = await dayWithSecrets(ask, () => JSON.stringify(station.view('cashier')))
    await station.close()
    const files = await filesOn(makeRealDisk(), folder)
    rmSync(folder, { recursive: true, force: true })
    expect(said).toContain('"back":150')
    expect([...files.entries()].find(([path]) => path.endsWith('station.log'))?.[1].toString()).toContain('no memory')
    expect(inTheClear([said, ...[...files.values()].map(String)].join('\n'))).toEqual([])
  })
})
