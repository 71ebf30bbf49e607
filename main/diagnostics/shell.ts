import type { Sentence } from '#domain/sentence'
import type { Check } from './check.ts'

/** What there is to show windows with. */
export interface ShellsFound {
  /** Electron's program and version, where it is installed. */
  readonly electron: { readonly path: string; readonly version: string } | null
  /** Chromium's, or why it can not be used here. */
  readonly chromium:
    { readonly is: 'usable'; readonly path: string; readonly version: string } | ({ readonly is: 'refused' } & Sentence)
}

const NAME = { zh: '窗口程序', en: 'shell' }

export function checkShell({ electron, chromium }: ShellsFound): Check {
  if (electron) {
    const found = `Electron ${electron.version} (${electron.path})`
    return { name: NAME, is: 'good', sentence: { zh: found, en: found } }
  }
  if (chromium.is === 'usable') {
    const found = `Chromium ${chromium.version} (${chromium.path})`
    return {
      name: NAME,
      is: 'good',
      sentence: { zh: `${found}；没有 Electron，不需要它`, en: `${found}; Electron is not installed, nor needed` },
    }
  }
  return { name: NAME, is: 'bad', sentence: { zh: chromium.zh, en: chromium.en } }
}
