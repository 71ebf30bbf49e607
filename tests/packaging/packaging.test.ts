import { getRawHeader, listPackage } from '@electron/asar'
import { getCurrentFuseWire } from '@electron/fuses'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nativeFaults } from '../../build/native.ts'
import { buildIfChanged } from '../../build/freshness.ts'
import { ROOT } from '../sources.ts'
import { makeUpElectron } from './made-up-electron.ts'

/** The package as the builder makes it of an Electron that is made up; the real one is built on release machines. */
const LIMIT_MS = 300_000
const scratch = mkdtempSync(join(tmpdir(), 'packaging-'))
const output = join(scratch, 'dist')
const unpacked = join(output, 'linux-unpacked')
const archive = join(unpacked, 'resources/app.asar')
let deb = ''

function pack(...args: readonly string[]) {
  return spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/electron-builder/cli.js'),
      ...['--config', 'build/electron-builder.ts', '--publish', 'never', ...args],
      ...[`-c.electronDist=${join(scratch, 'electron')}`, `-c.directories.output=${output}`],
    ],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, CUSTOM_FPM_PATH: join(import.meta.dirname, 'fpm.mjs') } },
  )
}

beforeAll(() => {
  buildIfChanged()
  makeUpElectron(join(scratch, 'electron'))
  const { status, stdout, stderr } = pack('--linux', 'deb')
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`)
  deb = join(output, readdirSync(output).find((name) => name.endsWith('.deb')) ?? '')
}, LIMIT_MS)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('the packed application', () => {
  it('holds the program, its screens and what it runs on, and nothing of its making', () => {
    const files = listPackage(archive, { isPack: false })
    const has = (path: string) => files.some((file) => file.startsWith(path))
    for (const path of ['/out/main/index.js', '/out/preload/index.cjs', '/out/renderer/index.html', '/package.json'])
      expect(files).toContain(path)
    for (const name of ['usb', 'node-thermal-printer', 'lowdb', 'pino', 'iconv-lite', '@node-rs/argon2'])
      expect(has(`/node_modules/${name}/`)).toBe(true)
    for (const path of ['/tests', '/docs', '/main', '/renderer', '/drivers', '/build', '/out/demo', '/.'])
      expect(has(path)).toBe(false)
    for (const name of ['react', 'vite', 'electron', 'vitest', 'zod']) expect(has(`/node_modules/${name}/`)).toBe(false)
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([])
  })

  it('has its native code outside the archive, where it can be loaded', () => {
    const native = listPackage(archive, { isPack: false }).filter((file) => file.endsWith('.node'))
    expect(native.length).toBeGreaterThanOrEqual(2)
    for (const file of native) expect(existsSync(join(`${archive}.unpacked`, file))).toBe(true)
    expect(JSON.stringify(getRawHeader(archive).header)).toContain('"unpacked":true')
  })

  it('turns off what Electron could do beside it', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'cashier-station'))
    const states = Object.entries(wire).filter(([name]) => /^\d$/.test(name))
    // runAsNode, cookie encryption, NODE_OPTIONS, inspect, asar integrity, only asar, browser snapshot, file:// rights.
    expect(states.slice(0, 8).map(([, state]) => String.fromCharCode(Number(state)))).toEqual([...'01001100'.split('')])
  })
})

describe('the Debian package', () => {
  it('installs into /opt, with the rules for devices and the scripts', () => {
    const listed = execFileSync('dpkg-deb', ['-c', deb], { encoding: 'utf8' })
    for (const path of ['./opt/cashier-station/cashier-station', './opt/cashier-station/resources/app.asar'])
      expect(listed).toContain(path)
    expect(listed).toContain('./usr/lib/udev/rules.d/70-cashier-station.rules')
    expect(listed).toContain('./usr/share/applications/cashier-station.desktop')
    const control = join(scratch, 'control')
    mkdirSync(control)
    execFileSync('dpkg-deb', ['-e', deb, control])
    for (const script of ['postinst', 'postrm']) execFileSync('sh', ['-n', join(control, script)])
    expect(execFileSync('dpkg-deb', ['-f', deb, 'Package', 'Architecture'], { encoding: 'utf8' })).toMatch(
      /cashier-station[\s\S]*amd64/,
    )
  })
})

describe('native code', () => {
  it('of another machine is not packed', () => {
    const modules = join(scratch, 'modules')
    cpSync(join(ROOT, 'node_modules/@node-rs'), join(modules, '@node-rs'), { recursive: true })
    mkdirSync(join(modules, '@node-usb/usb-win32-x64-msvc'), { recursive: true })
    expect(nativeFaults(modules, 'linux', 'x64')).toEqual([
      '@node-usb/usb-linux-x64-gnu is missing',
      '@node-usb/usb-win32-x64-msvc is another machine’s',
    ])
    expect(nativeFaults(modules, 'win32', 'arm64').length).toBe(4)
  })

  it('stops a package for another processor', { timeout: LIMIT_MS }, () => {
    const { status, stdout, stderr } = pack('--linux', 'dir', '--arm64')
    expect(status).not.toBe(0)
    expect(`${stdout}${stderr}`).toContain('usb-linux-arm64-gnu is missing')
  })
})
