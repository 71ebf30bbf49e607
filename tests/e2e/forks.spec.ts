import type { CashierView } from '#contract/view'
import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { findServer, freePort } from '../../build/hub/server.ts'
import { askIn, viewIn } from '../driving/asking.ts'
import { signIn } from '../driving/hands.ts'
import { shellUnderTest, type RunningProgram } from '../driving/running.ts'
import { startUnderTest } from '../driving/under-test.ts'
import { ROOT } from '../sources.ts'
import { AS_MANAGER, FIRST_RUN, VOID_PASSWORD } from '../world/people.ts'

/** A disk is put back without a line, and sold with; then a manager decides on the screen, at a real hub. */
const PATIENT = { timeout: 180_000 }
const LOOK_MS = 250
const scratch = mkdtempSync(join(tmpdir(), 'forks-'))
const folder = join(scratch, 'office', 'stations', 's01-01')
/** Pictures of what a manager sees go there, where somebody wants some. */
const PICTURES = process.env['STATION_PICTURES']

let hub: ChildProcess | null = null
let running: RunningProgram | null = null
let acts = 0
const page = (): Page => {
  if (!running) throw new Error('the station does not run')
  return running.page
}
const ask = async (name: string, input: unknown) =>
  JSON.parse(await askIn(page(), { name, input }, `forks-act-${++acts}`)) as { ok: boolean; why?: string }
const view = async () => JSON.parse(await viewIn(page())) as CashierView
async function comes(isIt: (view: CashierView) => boolean): Promise<void> {
  while (!isIt(await view())) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
}

async function startHub(port: number): Promise<void> {
  const program = join(ROOT, 'build/hub.ts')
  hub = spawn(process.execPath, [program, '--port', String(port), '--office', join(scratch, 'office')])
  await once(hub.stdout ?? hub, 'data')
  while (!existsSync(join(folder, 'hub', 'hub.creds'))) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  await new Promise((resolve) => setTimeout(resolve, 1_000))
}
async function stopHub(): Promise<void> {
  if (!hub || hub.exitCode !== null) return
  const ended = once(hub, 'exit')
  hub.kill('SIGTERM')
  await ended
}

async function start(): Promise<void> {
  running = await startUnderTest({ folder, profile: 'test', language: 'zh-CN' })
}
async function sell(): Promise<string> {
  const added = await ask('sale.add', { sku: 'DRK001', quantity: 1 })
  if (!added.ok) return added.why ?? ''
  await ask('sale.payCash', { due: 150, given: 150 })
  return 'sold'
}
async function picture(name: string): Promise<void> {
  if (PICTURES !== undefined) await page().screenshot({ path: join(PICTURES, `${name}.png`) })
}
async function inEachLook(name: string): Promise<void> {
  for (const language of ['zh-CN', 'en'])
    for (const theme of ['light', 'dark']) {
      await ask('operators.setAppearance', { language, theme })
      await comes((now) => now.language === language && now.theme === theme)
      await picture(`${name}-${language}-${theme}`)
    }
  await ask('operators.setAppearance', { language: 'zh-CN', theme: 'light' })
  await comes((now) => now.language === 'zh-CN')
}

afterAll(async () => {
  await running?.stop()
  await stopHub()
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
})

test.skipIf(findServer() === null)(`a manager decides about a fork on ${shellUnderTest()}`, PATIENT, async () => {
  const port = await freePort()
  await startHub(port)
  await start()
  await ask('operators.begin', FIRST_RUN)
  expect(await sell()).toBe('sold')
  await comes((now) => now.office?.line.is === 'up-to-date')
  await running?.end()
  cpSync(folder, join(scratch, 'image'), { recursive: true })
  await start()
  await signIn(page(), AS_MANAGER)
  expect(await sell()).toBe('sold')
  await comes((now) => now.office?.line.is === 'up-to-date' && now.office.outbox === 0)
  await running?.end()

  await stopHub()
  rmSync(folder, { recursive: true })
  cpSync(join(scratch, 'image'), folder, { recursive: true })
  await start()
  await signIn(page(), AS_MANAGER)
  expect(await sell()).toBe('sold')
  expect((await view()).parting).toBeNull()
  await startHub(port)
  await ask('office.tryAgain', {})
  await comes((now) => now.parting !== null)
  expect(await sell()).toBe('parted')
  await inEachLook('strip')
  await page().getByRole('status', { name: '同名的另一台机器' }).getByRole('button').click()
  const dialog = page().getByRole('dialog')
  await dialog.getByText('另一台机器').first().waitFor()
  await inEachLook('decide')
  await dialog.getByLabel(/撤销密码/).fill(VOID_PASSWORD)
  await dialog.getByRole('button', { name: '本机以新纪元继续' }).click()
  await dialog.getByText('已决定').waitFor()
  await inEachLook('decided')
  await dialog.getByRole('button', { name: '现在重新启动' }).click()
  await comes((now) => now.operator === null && now.parting === null)
  await picture('restarted')
  await signIn(page(), AS_MANAGER)
  expect(await sell()).toBe('sold')
  expect((await view()).paid?.receipt).toContain('S01-2-000001')
  await comes((now) => now.office?.line.is === 'up-to-date' && now.office.outbox === 0)
  await picture('goes-on')
})
