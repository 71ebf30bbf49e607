import { readAsset } from './assets.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const above = mkdtempSync(join(tmpdir(), 'station-assets-'))
const folder = join(above, 'renderer')

beforeAll(async () => {
  const { mkdir } = await import('node:fs/promises')
  await mkdir(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets', 'a-b_c.1.js'), '1')
  writeFileSync(join(folder, 'assets', 'a.js.map'), '{}')
  writeFileSync(join(above, 'secret.html'), 'secret')
})
afterAll(() => rmSync(above, { recursive: true }))

const status = async (path: string, method = 'GET') =>
  (await readAsset(folder, method, `https://station.localhost${path}`)).status

test('gives the built files', async () => {
  expect(await status('/index.html')).toBe(200)
  expect(await status('/index.html?x=1#cashier')).toBe(200)
  expect(await status('/assets/a-b_c.1.js')).toBe(200)
})

test.each([
  '/../secret.html',
  '/%2e%2e/secret.html',
  '/..%2fsecret.html',
  '/assets/..%2f..%2fsecret.html',
  '/..%5csecret.html',
  '/assets//..//..//secret.html',
  '/index.html%00.js',
  '/%zz',
  '/',
  '/assets',
  '/assets/a.js.map',
])('does not give %s', async (path) => {
  expect(await status(path)).toBe(404)
})

test('answers nothing but reading', async () => {
  expect(await status('/index.html', 'POST')).toBe(405)
})

test('every answer, found or not, forbids what is not ours', async () => {
  for (const path of ['/index.html', '/none.js']) {
    const { headers } = await readAsset(folder, 'GET', `https://station.localhost${path}`)
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https:|blob:/)
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})
