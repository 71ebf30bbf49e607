import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { at } from '../sources.ts'

/** Head office's own command, run as head office and IT do, and what it makes in a folder. */
export const SHOP = { merchant: 'M0000001', terminal: 'T0000001' }

export interface Office {
  readonly key: string
  readonly run: (...args: readonly string[]) => string
  /** The station of that folder trusts this office. */
  readonly trustIn: (folder: string) => void
  /** A code, as it is typed and as it is scanned. */
  readonly issue: (device: string, ...more: readonly string[]) => { readonly typed: string; readonly scanned: string }
}

export function openOffice(folder: string): Office {
  const key = join(folder, 'head-office.key')
  const where = ['--merchant', SHOP.merchant, '--terminal', SHOP.terminal]
  const run = (...args: readonly string[]): string => {
    const ended = spawnSync(process.execPath, [at('build/activation.ts'), ...args], { encoding: 'utf8' })
    if (ended.status !== 0) throw new Error(`${args.join(' ')}:\n${ended.stdout}${ended.stderr}`)
    return ended.stdout
  }
  run('keys', '--to', folder)
  return {
    ...{ key, run },
    trustIn: (data) => void run('trust', '--key', join(folder, 'head-office.pub'), ...where, '--data', data),
    issue: (device, ...more) => {
      const made = run('issue', '--key', key, ...where, '--device', device, '--days', '3', ...more)
      const [, typed = '', scanned = ''] = made.split('\n')
      return { typed, scanned }
    },
  }
}
