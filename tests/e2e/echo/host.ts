import { type Places } from '../../../main/shell/places.ts'
import type { Shell, ShellOptions, Station } from '../../../main/shell/port.ts'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * The smallest station: it answers a call by saying who asked what. The shells' own tests drive it by lines on its
 * input and read what happened from lines on its output, so it runs as a process of its own that can be killed.
 */
const root = join(import.meta.dirname, '..', '..', '..')
// Written by the test that started this process.
const options = JSON.parse(process.env['ECHO_OPTIONS'] ?? '') as ShellOptions
const places: Places = {
  renderer: join(import.meta.dirname, 'page'),
  preload: join(root, 'out', 'preload', 'index.cjs'),
  programs: '',
  packaged: false,
}

const say = (is: string, more: object = {}): void => {
  process.stdout.write(`${JSON.stringify({ is, ...more })}\n`)
}
const views = { cashier: 'cashier view 0', customer: 'customer view 0' }

const station: Station = {
  answer: (role, text) => {
    say('call', { role, text })
    return Promise.resolve(JSON.stringify({ role, text }))
  },
  view: (role) => views[role],
  gone: (role, why) => say('gone', { role, why }),
  shellGone: (why) => say('shell-gone', { why }),
  ending: () => {
    say('ending')
    return Promise.resolve()
  },
}

const opened = (): Promise<Shell> =>
  process.versions['electron']
    ? import('../../../main/shell/electron.ts').then(({ openElectron }) => openElectron(options, places))
    : import('../../../main/shell/chromium/index.ts').then(({ openChromium }) => openChromium(options, places))

async function obey(shell: Shell, [command = '', role, text]: string[]): Promise<object> {
  if (role !== 'cashier' && role !== 'customer' && role !== undefined) throw new Error(`no window ${role}`)
  switch (command) {
    case 'start':
      await shell.start(station)
      return {}
    case 'open':
      await shell.open(role ?? 'cashier')
      return {}
    case 'push':
      views[role ?? 'cashier'] = text ?? ''
      shell.push(role ?? 'cashier', text ?? '')
      return {}
    case 'facts':
      return { facts: await shell.facts() }
    case 'seal': {
      const sealed = await shell.sealing.seal('secret')
      return { sealed, clear: await shell.sealing.unseal(sealed), strength: await shell.sealing.strength() }
    }
    case 'stop':
      await shell.stop()
      return {}
    default:
      throw new Error(`no command ${command}`)
  }
}

async function serve(): Promise<void> {
  const shell = await opened()
  say('up', { kind: shell.kind })
  for await (const line of createInterface(process.stdin)) {
    // A line is written by a test of ours: a list of words.
    const words = JSON.parse(line) as string[]
    await obey(shell, words).then(
      (result) => say('done', result),
      (problem: unknown) => say('failed', { message: String(problem) }),
    )
  }
  // The test is gone; a station without its test must not live on.
  await shell.stop()
  process.exit()
}

// Not awaited: under Electron nothing is ready before this module has ended.
void serve()
