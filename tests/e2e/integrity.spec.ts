import type { CashierView } from '#contract/view'
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { askIn, viewIn } from '../driving/asking.ts'
import { signIn } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { copyProgram } from '../driving/program-copy.ts'
import { shellUnderTest } from '../driving/running.ts'
import { ROOT } from '../sources.ts'
import { leaveFolder } from '../world/on-disk.ts'
import { AS_MANAGER, VOID_PASSWORD } from '../world/people.ts'
import { runToItsEnd } from '../world/program.ts'

/**
 * One byte is changed: of the built program, of the settings that were accepted, of the policy. The policy lies in no
 * file of its own but in the journal, as the record of who set it. Doctor and manager are told which it is, and nothing
 * once it is put back.
 */
const PATIENT = { timeout: 30_000 }
/** Makes 1 a 5 and 3 a 7: what is read stays readable. */
const ONE_BIT = 4

/** Changes the byte that follows this text; gives what puts it back. What was written behind it meanwhile stays. */
function spoil(path: string, text: string): () => void {
  const at = readFileSync(path).indexOf(text) + Buffer.byteLength(text)
  if (at < Buffer.byteLength(text)) throw new Error(`${path} holds no ${text}`)
  const byte = readFileSync(path)[at] ?? 0
  const put = (value: number) => {
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.from([value]), 0, 1, at)
    closeSync(file)
  }
  put(byte ^ ONE_BIT)
  return () => put(byte)
}

const named = (part: string, isIt: (name: string) => boolean): string =>
  readdirSync(join(ROOT, 'out', part)).find(isIt) ?? ''
/** How long an approval is good: what somebody may want to have otherwise. */
const LIFE = 'APPROVAL_LIFE_MS = '
const CHUNK = named(
  'main/chunks',
  (name) => name.endsWith('.js') && readFileSync(join(ROOT, 'out/main/chunks', name)).includes(LIFE),
)
const FONT = named('renderer/assets', (name) => name.endsWith('.woff2'))

describe(`one changed byte on ${shellUnderTest()}`, () => {
  let page: Page
  const station = oneStation({
    prepare: async (folder) => {
      copyProgram(program)
      await leaveFolder(folder)
    },
    options: () => ({ program }),
    opened: (own) => signIn((page = own), AS_MANAGER),
  })
  const { folder } = station
  const program = join(station.scratch, 'program')
  const settings = join(folder, 'settings', 'station.json')
  const journal = join(folder, 'journal', '0000000000000001.jsonl')

  /** `npm run doctor` itself: of each check its sign and what it says. */
  function doctor() {
    const args = ['run', '--silent', 'doctor', '--', '--data', folder, '--program', join(program, 'out')]
    const { stdout } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' })
    const said = (name: string) =>
      new RegExp(`^(.) [^/\n]*/ ${name}\n.*\n    (.*)$`, 'm').exec(stdout)?.slice(1).join(' ')
    return {
      program: said('files of the program'),
      settings: said('changes of settings'),
      journal: said('journal'),
    }
  }
  const CLEAN = {
    program: expect.stringMatching(/^✓ files as they were built: \d\d+$/) as string,
    settings: '✓ as a manager accepted them',
    journal: expect.stringMatching(/^✓ sound/) as string,
  }
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const opens = async (part: string) => {
    await page.keyboard.press('F12')
    await press(part)
  }
  const closes = async () => {
    await page.keyboard.press('Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  }
  /** What is amiss, as the manager's drawer is told. */
  const findings = async () => {
    const { integrity } = JSON.parse(await viewIn(page)) as CashierView // what main shows the cashier's window
    return integrity?.findings.filter(({ note }) => !note).map(({ code, about }) => `${code} ${about}`.trim())
  }
  const checksAgain = async (says: string | RegExp) => {
    await press('重新检查')
    await shows(says)
  }

  test('a clean copy names nothing', async () => {
    expect(doctor()).toEqual(CLEAN)
    await opens('完整性检查')
    await checksAgain('✓ 与安装时一致')
    expect(await findings()).toEqual([])
    await closes()
  })

  test.each([
    ['main/index.js', '// drivers/'],
    [`main/chunks/${CHUNK}`, LIFE],
    ['preload/index.cjs', '// preload/'],
    [`renderer/assets/${FONT}`, 'wOF2'],
  ])('of %s is named, and no more once it is back', async (path, text) => {
    await opens('完整性检查')
    const restore = spoil(join(program, 'out', path), text)
    const { program: said, ...rest } = doctor()
    expect(said).toMatch(/^✕ Not as they were built \(1\): /)
    expect(said).toContain(`: ${path}.`)
    expect(rest).toEqual({ settings: CLEAN.settings, journal: CLEAN.journal })
    await checksAgain(`程序文件被改过：${path}。`)
    expect(await findings()).toEqual([`file-changed ${path}`])
    restore()
    expect(doctor()).toEqual(CLEAN)
    await checksAgain('✓ 与安装时一致')
    expect(await findings()).toEqual([])
    await closes()
  })

  test('is told at the next start before anybody asks', async () => {
    let restore = () => {}
    await station.again(() => (restore = spoil(join(program, 'out/main/chunks', CHUNK), LIFE)))
    await shows('完整性检查发现问题，请尽快查看。')
    expect(await findings()).toEqual([`file-changed main/chunks/${CHUNK}`])
    await station.again(restore)
    await opens('完整性检查')
    await shows('✓ 与安装时一致')
    await closes()
  })

  test('of the accepted settings is named, file and setting', async () => {
    await opens('完整性检查')
    const restore = spoil(settings, '"discountLimit": ')
    expect(doctor().settings).toMatch(/^○ Changed, and no manager accepted it: station\.json: discountLimit\./)
    await checksAgain('设置被改过：station.json: discountLimit。')
    expect(await findings()).toEqual(['setting-changed station.json: discountLimit'])
    restore()
    expect(doctor()).toEqual(CLEAN)
    await checksAgain('✓ 与安装时一致')
    await closes()
  })

  test('of the policy is a changed record of the journal: named as that one, and not started on', async () => {
    const { policy } = JSON.parse(await viewIn(page)) as CashierView // what main shows the cashier's window
    const input = { policy: { ...policy, offlineRefundMax: 30_000 }, voidPassword: VOID_PASSWORD }
    const set = await askIn(page, { name: 'authority.setPolicy', input }, crypto.randomUUID())
    expect(JSON.parse(set)).toMatchObject({ ok: true })
    const lines = readFileSync(journal, 'utf8').split('\n')
    const nth = lines.findLastIndex((line) => line.includes('"policy-set"')) + 1
    const restore = spoil(journal, '"offlineRefundMax":')
    await opens('流水与备份')
    await press('全面核对')
    await shows(new RegExp(`流水第 ${nth} 条（0000000000000001\\.jsonl）与写入时不同`))
    await closes()
    await opens('完整性检查')
    await checksAgain('流水核对发现问题。')
    expect(await findings()).toEqual(['records-faulty'])
    await closes()
    // The station knew its newest record; whoever reads beside it knows by the one that follows, which the check wrote.
    expect(doctor().journal).toContain(`Record ${nth} (0000000000000001.jsonl)`)
    await station.again(async () => {
      rmSync(join(folder, 'cache'), { recursive: true })
      const { code, output } = await runToItsEnd(['--profile', 'test', '--data', folder])
      expect([code, output]).toEqual([1, expect.stringMatching(new RegExp(`record ${nth}\\b`, 'i'))])
      restore()
    })
    expect(doctor()).toEqual(CLEAN)
    await opens('流水与备份')
    await press('全面核对')
    await shows('✓ 完好')
    await closes()
    await opens('完整性检查')
    await checksAgain('✓ 与安装时一致')
  })
})
