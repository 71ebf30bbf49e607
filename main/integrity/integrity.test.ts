import { makeBuildKey, writeManifest } from '../../tests/world/built.ts'
import { AS_CASHIER, AS_MANAGER, MANAGER_PASSWORD, staff, VOID_PASSWORD } from '../../tests/world/people.ts'
import { makeVirtualSealing } from '#drivers/sealing/virtual'
import { openVault } from '../vault.ts'
import { onDiskParts, openOnDisk, type OnDisk } from '../../tests/world/on-disk.ts'
import type { CashierView } from '#contract/view'
import { checkAccepted, checkProgramFiles } from '../diagnostics/integrity.ts'
import type { StationParts } from '../station.ts'
import { makeRealDisk } from '#drivers/disk/real'
import { makeVirtualClock } from '#drivers/clock/virtual'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const scratches: string[] = []
const running = new Set<OnDisk>()
afterEach(async () => {
  for (const { station } of running) await station.close()
  running.clear()
  for (const scratch of scratches.splice(0)) rmSync(scratch, { recursive: true, force: true })
})

/** A built program of a few files, and a data folder beside it. */
function installed() {
  const scratch = mkdtempSync(join(tmpdir(), 'integrity-'))
  scratches.push(scratch)
  const out = join(scratch, 'out')
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(scratch, path)), { recursive: true })
    writeFileSync(join(scratch, path), text)
  }
  put('out/main/index.js', 'main')
  put('out/main/index.js.map', 'a map')
  put('out/main/chunks/a.js', 'a')
  put('out/preload/index.cjs', 'preload')
  put('out/renderer/index.html', 'page')
  const key = makeBuildKey(undefined)
  writeManifest(out, key)
  return { ...{ scratch, out, put, key }, data: join(scratch, 'data') }
}

const surroundings = ({ out, key }: ReturnType<typeof installed>): NonNullable<StationParts['surroundings']> => ({
  program: { folder: out, key: key.publicKey },
  sandbox: () => Promise.resolve({ osSandbox: 'on' }),
})

async function opened(place: ReturnType<typeof installed>, own: Partial<StationParts> = {}): Promise<OnDisk> {
  const sealing = makeVirtualSealing('till')
  const shop = await openOnDisk(place.data, { surroundings: surroundings(place), sealing, ...own })
  await shop.station.examine()
  await shop.station.acts.idle()
  running.add(shop)
  return shop
}
/** The end of a day: the next start is another program. */
async function closed(shop: OnDisk): Promise<void> {
  running.delete(shop)
  await shop.station.close()
}
const seen = ({ station }: OnDisk) => (station.view('cashier') as CashierView).integrity // the cashier's role
const findings = (shop: OnDisk) => seen(shop)?.findings.map(({ code, about }) => `${code} ${about}`)
/** The next start, with the manager on duty. */
async function nextStart(place: ReturnType<typeof installed>, own: Partial<StationParts> = {}): Promise<OnDisk> {
  const shop = await opened(place, own)
  await shop.ask('operators.signIn', AS_MANAGER)
  return shop
}
async function firstDay(place: ReturnType<typeof installed>, own: Partial<StationParts> = {}): Promise<void> {
  const shop = await opened(place, own)
  await staff(shop.ask)
  await shop.ask('operators.signIn', AS_MANAGER)
  expect(seen(shop)).toMatchObject({ findings: [], files: 4, cashOnly: false })
  await closed(shop)
}
function editSetting(place: ReturnType<typeof installed>, file: string, edit: (text: string) => string): void {
  const path = join(place.data, 'settings', file)
  writeFileSync(path, edit(readFileSync(path, 'utf8')))
}
const disk = makeRealDisk()

describe('the program’s own files', () => {
  it.each([
    ['a changed byte', 'out/main/chunks/a.js', 'b', 'file-changed main/chunks/a.js'],
    ['a file more', 'out/main/chunks/b.js', 'x', 'file-extra main/chunks/b.js'],
  ])('%s is named, by the station and by the doctor', async (_name, path, text, said) => {
    const place = installed()
    await firstDay(place)
    place.put(path, text)
    expect(findings(await nextStart(place))).toEqual([said])
    const check = await checkProgramFiles(disk, { folder: place.out, key: null })
    expect(check).toMatchObject({ is: 'bad' })
    expect(check.sentence.en).toContain(said.split(' ')[1])
  })

  it('a missing file is named, and one for people who look for faults is nobody’s business', async () => {
    const place = installed()
    await firstDay(place)
    rmSync(join(place.out, 'renderer/index.html'))
    place.put('out/main/index.js.map', 'another')
    expect(findings(await nextStart(place))).toEqual(['file-missing renderer/index.html'])
  })

  it('a list made anew for changed files does not fit the key that is compiled in', async () => {
    const place = installed()
    await firstDay(place)
    place.put('out/main/chunks/a.js', 'b')
    writeManifest(place.out, makeBuildKey(undefined))
    expect(findings(await nextStart(place))?.[0]).toMatch(/^manifest-forged /)
    editManifest(place, (text) => text.replace(/"main\/index.js": "\w+/, `"main/index.js": "${'0'.repeat(64)}`))
    expect((await checkProgramFiles(disk, { folder: place.out, key: null })).is).toBe('bad')
    rmSync(join(place.out, 'manifest.json'))
    expect((await checkProgramFiles(disk, { folder: place.out, key: null })).is).toBe('attention')
  })
})

const editManifest = ({ out }: ReturnType<typeof installed>, edit: (text: string) => string) =>
  writeFileSync(join(out, 'manifest.json'), edit(readFileSync(join(out, 'manifest.json'), 'utf8')))

describe('settings', () => {
  it('that were changed are named; a manager accepts them with the void password, and none without', async () => {
    const place = installed()
    await firstDay(place)
    editSetting(place, 'station.json', (text) => text.replace('"discountLimit": 100', '"discountLimit": 900'))
    expect((await checkAccepted(disk, place.data)).sentence.en).toContain('station.json: discountLimit')
    const shop = await nextStart(place)
    expect(findings(shop)).toEqual(['setting-changed station.json: discountLimit'])
    const accept = (voidPassword: string, manager = '11') => shop.ask('integrity.accept', { manager, voidPassword })
    expect(await accept(MANAGER_PASSWORD)).toEqual({ ok: false, why: 'wrong-void-password' })
    expect(shop.station.acts.till().wrong.get('void 11')).toBe(1)
    expect(await accept(VOID_PASSWORD, '03')).toEqual({ ok: false, why: 'unknown-manager' })
    expect(await accept(VOID_PASSWORD)).toMatchObject({ ok: true })
    expect(findings(shop)).toEqual([])
    expect(await accept(VOID_PASSWORD)).toEqual({ ok: false, why: 'nothing-to-accept' })
    await closed(shop)
    expect(findings(await nextStart(place))).toEqual([])
    expect((await checkAccepted(disk, place.data)).is).toBe('good')
  })

  it('of head office and the goods count too; a file that can not be read is named', async () => {
    const place = installed()
    await firstDay(place)
    const trust = { merchant: 'M1', terminal: 'T1', keys: {}, revoked: null }
    writeFileSync(join(place.data, 'settings', 'head-office.json'), JSON.stringify(trust))
    const shop = await nextStart(place)
    expect(findings(shop)).toEqual(['merchant', 'terminal'].map((name) => `setting-changed head-office.json: ${name}`))
    writeFileSync(join(place.data, 'settings', 'head-office.json'), '{')
    expect(await shop.ask('integrity.check', {})).toEqual({ ok: true, value: { findings: 1 } })
    expect(findings(shop)?.[0]).toMatch(/^setting-changed head-office.json: /)
  })
})

describe('what follows', () => {
  it('is written down once, and told to managers and IT alone', async () => {
    const place = installed()
    await firstDay(place)
    place.put('out/main/index.js', 'other')
    const shop = await nextStart(place)
    const before = shop.station.acts.till().time
    await shop.ask('integrity.check', {})
    expect(shop.station.acts.till().time).toBe(before)
    expect(shop.station.acts.till().integrity.findings).toHaveLength(1)
    await shop.ask('operators.signIn', AS_CASHIER)
    expect(seen(shop)).toBe(null)
    expect(await shop.ask('integrity.check', {})).toEqual({ ok: false, why: 'not-allowed' })
  })

  it('is cash only where the accepted settings say so, between two sales, and no edit loosens it', async () => {
    const place = installed()
    await firstDay(place)
    editSetting(place, 'station.json', (text) => text.replace('"onFailure": "tell"', '"onFailure": "cash-only"'))
    const strict = await nextStart(place)
    await strict.ask('integrity.accept', { manager: '11', voidPassword: VOID_PASSWORD })
    expect(seen(strict)).toMatchObject({ findings: [], cashOnly: false })
    await strict.ask('sale.add', { sku: 'DRK001', quantity: 1 })
    place.put('out/main/index.js', 'other')
    await strict.ask('integrity.check', {})
    expect(findings(strict)).toEqual(['file-changed main/index.js'])
    expect(seen(strict)?.cashOnly).toBe(false)
    await strict.ask('sale.payCash', { due: 150, given: 150 })
    await strict.station.acts.idle()
    expect(seen(strict)?.cashOnly).toBe(true)
    await closed(strict)
    editSetting(place, 'station.json', (text) => text.replace('"onFailure": "cash-only"', '"onFailure": "tell"'))
    const loosened = await nextStart(place)
    expect(seen(loosened)?.cashOnly).toBe(true)
    await loosened.ask('sale.add', { sku: 'DRK001', quantity: 1 })
    const tender = { method: 'card', amount: 150, left: 150 }
    expect(await loosened.ask('sale.tender', tender)).toEqual({ ok: false, why: 'not-sound' })
    expect(await loosened.ask('sale.payCash', { due: 150, given: 150 })).toMatchObject({ ok: true })
  })
})

describe('the machine', () => {
  const NOON_MS = Date.UTC(2026, 4, 4, 4)
  const at = (nowMs: number) => ({ clock: makeVirtualClock(nowMs) })

  it('whose clock stands before the newest record, or long after it, or is set meanwhile, is named', async () => {
    const place = installed()
    await firstDay(place, at(NOON_MS))
    const back = await nextStart(place, at(NOON_MS - 3_600_000))
    expect(findings(back)).toEqual(['clock-back 60'])
    await closed(back)
    const away = await nextStart(place, at(NOON_MS + 40 * 86_400_000))
    expect(findings(away)).toEqual(['clock-away 40'])
    await closed(away)
    const clock = makeVirtualClock(NOON_MS + 41 * 86_400_000)
    const jumped = await nextStart(place, { clock })
    expect(findings(jumped)).toEqual([])
    clock.set(clock.nowMs() + 7_200_000)
    await jumped.ask('integrity.check', {})
    expect(findings(jumped)).toEqual(['clock-jumped 120'])
  })

  it('that confines no page or has no keychain is noted; outside of live that limits nothing', async () => {
    const place = installed()
    const sandbox = () => Promise.resolve({ osSandbox: 'off', osSandboxWhy: 'root' } as const)
    const { sealing } = onDiskParts(place.data)
    const shop = await opened(place, {
      surroundings: { ...surroundings(place), sandbox },
      sealing: { ...sealing, strength: () => Promise.resolve('weak') },
    })
    await staff(shop.ask)
    await shop.ask('operators.signIn', AS_MANAGER)
    expect(seen(shop)?.findings).toEqual([
      { code: 'sandbox-off', about: 'root', note: true },
      { code: 'sealing-weak', about: '', note: true },
    ])
  })

  it('that another one’s secrets came to is named', async () => {
    const place = installed()
    await firstDay(place)
    const elsewhere = { disk, folder: place.data, sealing: makeVirtualSealing('another') }
    await (await openVault(elsewhere)).put('codes', 'of another')
    expect(findings(await nextStart(place))).toEqual(['vault-unreadable codes'])
  })
})
