import { money } from '#domain/money'
import { DEFAULT_POLICY } from '#domain/policy'
import { step } from '#domain/till'
import { beforeEach, describe, expect, it } from 'vitest'
import { generateKeyPairSync } from 'node:crypto'
import { reopen } from '../../tests/world/activated.ts'
import { makeActivationShop, OFFICE, TERMINAL, type ActivationShop } from '../../tests/world/head-office.ts'
import { AS_MANAGER, staff, VOID_PASSWORD } from '../../tests/world/people.ts'
import { recordsOn } from '../../tests/world/remains.ts'
import { FOLDER } from '../../tests/world/world.ts'
import { takePolicy } from '../head-office/policy-file.ts'
import { signPolicy, type PolicyFields } from '../head-office/policy.ts'
import { keyId, publicText } from '../head-office/token.ts'

/** A policy that head office pushes and locks, at a station that looks at itself. */
let shop: ActivationShop
const { rows, offlineRefundMax, codeMinutes } = DEFAULT_POLICY
const strict = rows.map((row) => (row.act === 'reprint' ? { ...row, asks: ['void-password' as const] } : row))
const lax: PolicyFields = { merchant: TERMINAL.merchant, rows, offlineRefundMax, codeMinutes, locked: true }
const locked: PolicyFields = { ...lax, rows: strict, offlineRefundMax: money(0) }
const DAY_MS = 86_400_000
const BEGAN_MS = Date.UTC(2026, 4, 1)
const stranger = generateKeyPairSync('ed25519').privateKey

const signed = (fields: PolicyFields, day = 0, key = OFFICE) =>
  JSON.stringify(signPolicy(fields, BEGAN_MS + day * DAY_MS, key))
const take = (text: string) => takePolicy({ disk: shop.disk(), folder: FOLDER }, text)
/** Whoever can write files puts one there, past the command. */
async function plant(text: string): Promise<void> {
  const path = `${FOLDER}/settings/policy-from-head-office.json`
  await shop
    .disk()
    .remove(path)
    .catch(() => undefined)
  const file = await shop.disk().open(path, 'create')
  await file.write(Buffer.from(text), 0)
  await file.sync()
  await file.close()
  await shop.disk().syncFolder(`${FOLDER}/settings`)
}
async function start(): Promise<void> {
  await reopen(shop)
  await shop.world.station().examine()
}
const policy = () => shop.world.view().policy
const findings = () => (shop.world.view().integrity?.findings ?? []).flatMap(({ code, note }) => (note ? [] : [code]))
const edit = () =>
  shop.world.ask('authority.setPolicy', { policy: { ...policy(), codeMinutes: 5 }, voidPassword: VOID_PASSWORD })
async function policyRecords(): Promise<object[]> {
  const { records } = await recordsOn(shop.disk(), `${FOLDER}/journal`)
  return records.flatMap(({ type, body }) => (type === 'policy-set' ? [(body as { event: object }).event] : []))
}

beforeEach(async () => {
  const sandbox = () => Promise.resolve({ osSandbox: 'on' } as const)
  shop = await makeActivationShop({ seed: 61, own: () => ({ surroundings: { program: null, sandbox } }) }, false)
  await staff(shop.world.ask)
  await shop.world.ask('operators.signIn', AS_MANAGER)
  await shop.world.station().examine()
})

describe('a policy of head office', () => {
  it('counts from the next start, once, and nobody in the shop changes it', async () => {
    expect(await take(signed(locked))).toMatchObject({ ok: true })
    expect(policy()).toMatchObject({ version: 1, locked: false })
    await reopen(shop)
    expect(policy()).toMatchObject({ version: 2, locked: true, rows: strict, offlineRefundMax: 0 })
    expect(shop.world.view().policyIssuedMs).toBe(BEGAN_MS)
    expect(await edit()).toEqual({ ok: false, why: 'policy-locked' })
    await start()
    expect(await policyRecords()).toMatchObject([{ by: null, issuedMs: BEGAN_MS, policy: { locked: true } }])
    expect(findings()).toEqual([])
  })

  it('can be let go by a later one; what a manager then sets stays', async () => {
    await take(signed(locked))
    await start()
    await take(signed({ ...locked, locked: false }, 1))
    await start()
    expect(policy()).toMatchObject({ version: 3, locked: false, rows: strict })
    expect(await edit()).toMatchObject({ ok: true })
    await start()
    expect(policy()).toMatchObject({ version: 4, codeMinutes: 5 })
    expect(await policyRecords()).toHaveLength(3)
  })

  it('is taken when the station looks at itself, too', async () => {
    await take(signed(locked))
    expect(await shop.world.ask('integrity.check', {})).toMatchObject({ ok: true })
    expect(policy()).toMatchObject({ version: 2, locked: true })
  })

  it('does not come back once a later one held, neither by the way it is given nor past it', async () => {
    const older = signed(lax)
    await take(older)
    await start()
    await take(signed(locked, 1))
    await start()
    expect(await take(older)).toMatchObject({ why: 'policy-older', about: '2026-05-01' })
    await plant(older)
    await start()
    expect(policy()).toMatchObject({ version: 3, rows: strict })
    expect(findings()).toEqual(['policy-older'])
    await take(signed(locked, 1))
    await start()
    expect(findings()).toEqual([])
    expect(await policyRecords()).toHaveLength(2)
    const forged = { is: 'policy-set', policy: { ...policy(), version: 4 } } as const
    const fold = (own: { by: string | null; issuedMs?: number }) => () =>
      step(shop.world.station().acts.till(), { ...forged, ...own }, 0)
    expect(fold({ by: null, issuedMs: BEGAN_MS + DAY_MS })).toThrow('no older policy')
    expect(fold({ by: '11' })).toThrow('changed by head office')
  })
})

describe('what is no policy for this station changes nothing, and the manager is told', () => {
  const floorless = rows.map((row) => (row.act === 'refund' ? { ...row, asks: [] } : row))
  it.each([
    ['of a key that nobody trusts', signed(locked, 0, stranger), 'policy-forged'],
    ['of another merchant', signed({ ...locked, merchant: 'M2' }), 'policy-elsewhere'],
    ['below a floor', signed({ ...lax, rows: floorless }), 'policy-unsound'],
    [
      'that was made weaker',
      signed(locked).replace('"offlineRefundMax":0', '"offlineRefundMax":50000'),
      'policy-forged',
    ],
    ['that was cut off', signed(locked).slice(0, 300), 'policy-misread'],
  ])('one %s', async (_what, text, why) => {
    expect(await take(text)).toMatchObject({ ok: false, why })
    await plant(text)
    await start()
    expect(policy()).toEqual({ ...DEFAULT_POLICY })
    expect(findings()).toEqual([why])
    expect(await policyRecords()).toEqual([])
    expect(await edit()).toMatchObject({ ok: true })
  })

  it('one of a key that was written into the settings, until a manager has accepted that', async () => {
    await take(signed(locked))
    await start()
    await shop.setTrust({ keys: { [keyId(publicText(stranger))]: publicText(stranger) } })
    await plant(signed(lax, 1, stranger))
    await start()
    expect(policy()).toMatchObject({ version: 2, locked: true, rows: strict })
    expect(findings()).toEqual(['setting-changed', 'policy-waits'])
    const accept = { manager: '11', voidPassword: VOID_PASSWORD }
    expect(await shop.world.ask('integrity.accept', accept)).toMatchObject({ ok: true })
    expect(findings()).toEqual([])
    expect(policy()).toMatchObject({ version: 3, rows })
  })
})
