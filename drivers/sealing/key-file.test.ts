import { keyFileSealing } from './key-file.ts'
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'station-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('what was sealed is read back after a restart, and says it is weak', async () => {
  const sealed = await keyFileSealing(folder).seal('钥匙 key')
  expect(sealed).not.toContain('key')
  expect(await keyFileSealing(folder).unseal(sealed)).toBe('钥匙 key')
  expect(await keyFileSealing(folder).strength()).toBe('weak')
})

test('only its owner may read the key file, and no draft stays', () => {
  expect(statSync(join(folder, 'secrets.key')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['secrets.key'])
})

test('two that start at once use one key', async () => {
  const other = mkdtempSync(join(tmpdir(), 'station-keys-'))
  const sealed = await Promise.all([1, 2, 3, 4].map(() => keyFileSealing(other).seal('x')))
  for (const each of sealed) expect(await keyFileSealing(other).unseal(each)).toBe('x')
  rmSync(other, { recursive: true })
})

test('a changed secret is null, never something else', async () => {
  const secrets = keyFileSealing(folder)
  const bytes = Buffer.from(await secrets.seal('secret'), 'base64')
  for (const at of [0, 13, bytes.length - 1]) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(await secrets.unseal(changed.toString('base64'))).toBeNull()
  }
  expect(await secrets.unseal('')).toBeNull()
})

test('a damaged key is reported, not replaced', async () => {
  truncateSync(join(folder, 'secrets.key'), 5)
  await expect(keyFileSealing(folder).seal('x')).rejects.toThrow('damaged')
})
