import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ShellsFound } from '../../main/diagnostics/shell.ts'
import { checkPolicies, checkVersion, findChromium } from '../../main/shell/chromium/find.ts'
import { ShellRefusal } from '../../main/shell/port.ts'
import { electronBinary, ROOT } from '../places.ts'

const VERSION_LIMIT_MS = 10_000

/** Looks for both shells on this machine, and for what would keep Chromium from being used. */
export async function findShells(): Promise<ShellsFound> {
  const electron = electronBinary()
  return {
    electron: electron === null ? null : { path: electron, version: electronVersion() },
    chromium: await usableChromium(),
  }
}

function electronVersion(): string {
  const text = readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version // as npm wrote it
}

async function usableChromium(): Promise<ShellsFound['chromium']> {
  try {
    checkPolicies()
    const path = findChromium()
    return { is: 'usable', path, version: checkVersion(await productOf(path)) }
  } catch (cause) {
    if (!(cause instanceof ShellRefusal)) throw cause
    // A refusal is said in English and then, on a line of its own, in Chinese.
    const end = cause.message.lastIndexOf('\n')
    return { is: 'refused', en: cause.message.slice(0, end), zh: cause.message.slice(end + 1) }
  }
}

/** Such as `Chromium/156.0.8078.79`: what the program says of itself, in the form in which it answers the shell. */
async function productOf(path: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: VERSION_LIMIT_MS })
    return `Chromium/${/[\d.]{5,}/.exec(stdout)?.[0] ?? '?'}`
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new ShellRefusal(
      'no-browser',
      `Chromium does not run (${path}): ${why}. Start it by hand to see why.\n` +
        `Chromium 无法运行（${path}）：${why}。请手动启动以查看原因。`,
    )
  }
}
