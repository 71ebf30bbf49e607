import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

/** A display of its own with a window manager, and real keys and clicks: what only a person at the till could do. */
const run = promisify(execFile)
const START_LIMIT_MS = 10_000
const TOOL_LIMIT_MS = 10_000
/** The time a browser would need to act on a key; there is nothing to wait for when it rightly does not. */
const ACT_MS = 150

export const canShow = ['Xvfb', 'openbox', 'xdotool'].every((tool) => existsSync(`/usr/bin/${tool}`))

export interface Display {
  readonly name: string
  /** Such as `F5`, `ctrl+w`, `alt+Left`: in xdotool's words. */
  readonly press: (keys: string) => Promise<void>
  /** Types as a scanner does: so many ms between keys. */
  readonly type: (text: string, gapMs: number) => Promise<void>
  readonly click: (button: number) => Promise<void>
  readonly hold: (key: string, act: () => Promise<void>) => Promise<void>
  /** How many windows can be seen: a dialog, a menu or a new window is one more. */
  readonly countWindows: () => Promise<number>
  readonly screenshot: (file: string) => Promise<void>
  readonly end: () => Promise<void>
}

async function startServer(size: string): Promise<{ name: string; stop: () => void }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = new Promise<string>((resolve, reject) => {
    // The server writes its number there when it is ready.
    server.stdio[3]?.once('data', (text: Buffer) => resolve(text.toString().trim()))
    server.once('error', reject)
    setTimeout(() => reject(new Error('Xvfb did not start')), START_LIMIT_MS).unref()
  })
  return { name: `:${await number}`, stop: () => void server.kill() }
}

export async function openDisplay(size = '1600x1000'): Promise<Display> {
  const server = await startServer(size)
  const env = { ...process.env, DISPLAY: server.name }
  const windowManager = spawn('openbox', [], { env, stdio: 'ignore' })
  const tool = (...words: string[]) => run('xdotool', words, { env, timeout: TOOL_LIMIT_MS })
  const then = async (...words: string[]): Promise<void> => {
    await tool(...words)
    await wait(ACT_MS)
  }
  return {
    name: server.name,
    press: (keys) => then('key', '--clearmodifiers', keys),
    // The last key's pause is the next key's: nothing is waited for after it.
    type: async (text, gapMs) => {
      await tool('type', '--delay', String(gapMs), text)
    },
    click: (button) => then('click', String(button)),
    hold: async (key, act) => {
      await tool('keydown', key)
      await act().finally(() => tool('keyup', key))
    },
    countWindows: async () => {
      // xdotool answers 1 when it finds none.
      const { stdout } = await tool('search', '--onlyvisible', '--name', '.*').catch(() => ({ stdout: '' }))
      return stdout.split('\n').filter(Boolean).length
    },
    screenshot: async (file) => {
      await run('import', ['-window', 'root', file], { env, timeout: TOOL_LIMIT_MS })
    },
    end: async () => {
      windowManager.kill()
      server.stop()
      await wait(ACT_MS)
    },
  }
}
