import { ShellRefusal } from '../port.ts'
import { checkPolicies, checkVersion, findChromium, OLDEST_MAJOR } from './find.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'station-find-'))
afterAll(() => rmSync(folder, { recursive: true }))

const refusal = (act: () => unknown): ShellRefusal | undefined => {
  try {
    act()
  } catch (problem) {
    if (problem instanceof ShellRefusal) return problem
    throw problem
  }
  return undefined
}

test('a browser that is not there is said so in both languages, with what to do', () => {
  const said = refusal(() => findChromium({ STATION_CHROMIUM: join(folder, 'none') }))
  expect(said?.why).toBe('no-browser')
  expect(said?.message).toContain('apt install chromium')
  expect(said?.message).toContain('请安装')
})

test('a named program is taken before the known ones', () => {
  const named = join(folder, 'browser')
  writeFileSync(named, '', { mode: 0o755 })
  expect(findChromium({ STATION_CHROMIUM: named })).toBe(named)
})

test('versions are compared by number', () => {
  expect(checkVersion('HeadlessChrome/156.0.8078.79')).toBe('156.0.8078.79')
  expect(refusal(() => checkVersion(`Chrome/${OLDEST_MAJOR - 1}.9.9.9`))?.why).toBe('too-old')
  expect(refusal(() => checkVersion('Chrome/99.0.1.2'))?.why).toBe('too-old')
  expect(refusal(() => checkVersion('?'))?.why).toBe('too-old')
})

test.each(['{"DeveloperToolsAvailability": 2}', '{\n "RemoteDebuggingAllowed" :false,}'])(
  'refuses under %s',
  (text) => {
    const path = join(folder, 'shop.json')
    writeFileSync(path, text)
    const said = refusal(() => checkPolicies([folder]))
    expect(said?.why).toBe('policy')
    expect(said?.message).toContain(path)
  },
)

test.each(['{"DeveloperToolsAvailability": 1}', '{"RemoteDebuggingAllowed": true}'])('lives with %s', (text) => {
  writeFileSync(join(folder, 'shop.json'), text)
  expect(() => checkPolicies([folder, join(folder, 'none')])).not.toThrow()
})
