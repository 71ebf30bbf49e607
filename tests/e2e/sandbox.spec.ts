import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askIn, viewIn } from '../driving/asking.ts'
import { canConfine, isRoot, makeGuest } from '../driving/guest.ts'
import { shellUnderTest, startProgram, type RunningProgram } from '../driving/running.ts'
import { FIRST_RUN } from '../world/people.ts'
import { pagesOf } from './echo/station.ts'

/**
 * The station as an ordinary user starts it, with the system's confinement of pages on. Left out where the machine
 * forbids ordinary users to make namespaces and Chromium has no program of its own for that; and under the double,
 * whose windows are said to be of Electron's one process.
 */
describe.runIf(shellUnderTest() === 'chromium' && canConfine())('as an ordinary user', () => {
  let folder = ''
  let station: RunningProgram

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cashier-guest-'))
    station = await startProgram({ shell: 'chromium', profile: 'test', ...(isRoot() && { as: makeGuest(folder) }) })
  })
  afterAll(async () => {
    await station.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = async (name: string, input: unknown) =>
    JSON.parse(await askIn(station.page, { name, input }, randomUUID())) as unknown

  test('the station says that its pages are confined', () => {
    expect(station.output()).toMatch(/ready .* sandbox on /)
  })

  test('the kernel says so too, of each page process, and none is root’s', () => {
    const pages = pagesOf(join(station.folder, 'shell')).map((id) => readFileSync(`/proc/${id}/status`, 'utf8'))
    expect(pages.length).toBeGreaterThan(0)
    for (const status of pages) {
      expect(status).toMatch(/^Seccomp:\s*2$/m)
      expect(status).toMatch(/^NSpid:\s*\d+\s+\d+/m)
      expect(status).toMatch(/^Uid:\s*[1-9]/m)
    }
  })

  test('it sells', async () => {
    expect(await ask('operators.begin', FIRST_RUN)).toMatchObject({ ok: true })
    expect(await ask('sale.scan', { code: '6902088921014' })).toMatchObject({ ok: true, value: { line: 1 } })
    const { sale } = JSON.parse(await viewIn(station.page)) as { sale: { total: number } }
    expect(await ask('sale.payCash', { due: sale.total, given: sale.total })).toMatchObject({
      ...{ ok: true, value: { change: 0 } },
    })
  })
})
