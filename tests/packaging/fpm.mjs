#!/usr/bin/env node
/**
 * In the place of fpm, which Debian does not have: takes the arguments electron-builder gives it and makes the deb with
 * dpkg-deb, so that what is in a package can be looked at. Release machines use the real one.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const FLAGS = ['--force']
const options = new Map()
const files = []
const args = process.argv.slice(2)
while (args.length > 0) {
  const arg = args.shift()
  if (FLAGS.includes(arg)) continue
  if (arg.startsWith('-')) options.set(arg, [...(options.get(arg) ?? []), args.shift()])
  else files.push(arg)
}
const one = (name) => options.get(name)?.[0] ?? ''

const tree = mkdtempSync(join(tmpdir(), 'fpm-'))
try {
  for (const pair of files) {
    const cut = pair.lastIndexOf('=')
    const [from, to] = [pair.slice(0, cut), join(tree, pair.slice(cut + 1))]
    mkdirSync(dirname(to), { recursive: true })
    if (statSync(from).isDirectory()) cpSync(from, to, { recursive: true, verbatimSymlinks: true })
    else copyFileSync(from, to)
  }
  const control = join(tree, 'DEBIAN')
  mkdirSync(control)
  const fields = {
    ...{ Package: one('--name'), Version: one('--version'), Architecture: one('--architecture') },
    ...{ Maintainer: one('--maintainer'), Depends: (options.get('--depends') ?? []).join(', ') },
    Description: one('--description').replaceAll('\n', '\n '),
  }
  writeFileSync(
    join(control, 'control'),
    Object.entries(fields)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(''),
  )
  for (const [name, script] of [
    ['postinst', one('--after-install')],
    ['postrm', one('--after-remove')],
  ]) {
    if (script === '') continue
    copyFileSync(script, join(control, name))
    chmodSync(join(control, name), 0o755)
  }
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', '-Znone', tree, one('--package')], { stdio: 'ignore' })
} finally {
  rmSync(tree, { recursive: true, force: true })
}
