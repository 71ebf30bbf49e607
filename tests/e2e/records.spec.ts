import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { handOver, signIn } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { leaveFolder } from '../world/on-disk.ts'
import { AS_CASHIER, AS_MANAGER } from '../world/people.ts'

/** A manager has the records checked while the station runs; one that the disk changed is named. */
const PATIENT = { timeout: 20_000 }

describe(`the records on ${shellUnderTest()}`, () => {
  let page: Page
  const { folder } = oneStation({ prepare: leaveFolder, opened: (own) => signIn((page = own), AS_MANAGER) })
  const journal = join(folder, 'journal', '0000000000000001.jsonl')

  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const check = () => page.getByRole('button', { name: '全面核对' }).click()

  test('are found sound, and nobody has set up backups', async () => {
    await page.keyboard.press('F12')
    await page.getByRole('button', { name: '流水与备份' }).click()
    await shows('还没有做过。每天 3:30 自动核对。')
    await shows('没有设定备份')
    expect(await page.getByRole('button', { name: '立即备份' }).isEnabled()).toBe(false)
    await check()
    await shows('✓ 完好')
    await shows('1 笔交易与流水一致')
    expect(readdirSync(join(folder, 'cache'))).not.toContain('checking')
  })

  test('are found faulty where a byte was flipped, and the record is named', async () => {
    const bytes = readFileSync(journal)
    const spoilt = Buffer.from(bytes)
    spoilt[200] = (spoilt[200] ?? 0) ^ 1
    writeFileSync(journal, spoilt)
    await check()
    await shows('✕ 有问题')
    await shows(/流水第 1 条（0000000000000001\.jsonl）与写入时不同.*请先复制整个数据文件夹/)
    await page.keyboard.press('Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
    await shows('流水核对发现问题，请尽快处理。')
    await page.getByRole('button', { name: '查看', exact: true }).click()
    await shows('✕ 有问题')
    await page.keyboard.press('Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  })

  test('call a manager where a cashier is on duty, who sees no more of it', async () => {
    await handOver(page, AS_CASHIER)
    await shows('流水有问题，请告诉店长。可以继续收银。')
    expect(await page.getByRole('button', { name: '查看', exact: true }).count()).toBe(0)
    await page.keyboard.press('F12')
    await page.getByRole('button', { name: '锁定 / 换人' }).waitFor(PATIENT)
    expect(await page.getByRole('button', { name: '流水与备份' }).count()).toBe(0)
  })
})
