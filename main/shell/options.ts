import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What a person said on the command line. */
export interface StartOptions {
  readonly profile: 'training' | 'live' | 'test'
  /** The station's data folder. */
  readonly folder: string
  readonly language: 'zh-CN' | 'en' | null
  readonly headless: boolean
  readonly kiosk: boolean
  /** Opens the customer's display too. */
  readonly customer: boolean
  readonly attach: string | null
}

const OPTIONS = {
  profile: { type: 'string', default: 'training' },
  data: { type: 'string' },
  lang: { type: 'string' },
  headless: { type: 'boolean', default: false },
  kiosk: { type: 'boolean', default: false },
  customer: { type: 'boolean', default: false },
  attach: { type: 'string' },
} as const

export const ATTACH_REFUSED =
  '--attach 可完全控制收银台，正式使用和安装版都不允许 / --attach is full control: refused in live and when packaged'

/** The options, or the sentence that says what was wrong with them. */
export function readOptions(args: readonly string[]): StartOptions | { readonly wrong: string } {
  let values
  try {
    // Electron and Chromium take arguments of their own, such as --user-data-dir; they are not ours to judge.
    values = parseArgs({ args: [...args], options: OPTIONS, strict: false }).values
  } catch (cause) {
    return { wrong: String(cause) }
  }
  const { profile, lang, attach } = values
  if (profile !== 'training' && profile !== 'live' && profile !== 'test') {
    return { wrong: '--profile 只能是 training 或 live / --profile is training or live' }
  }
  if (lang !== undefined && lang !== 'zh-CN' && lang !== 'en') {
    return { wrong: '--lang 只能是 zh-CN 或 en / --lang is zh-CN or en' }
  }
  if (values.data === true || attach === true) {
    return { wrong: '--data 和 --attach 后面要写路径 / --data and --attach need a path after them' }
  }
  if (attach !== undefined && profile === 'live') return { wrong: ATTACH_REFUSED }
  return {
    ...{ profile, language: lang ?? null },
    folder: typeof values.data === 'string' ? resolve(values.data) : defaultFolder(profile),
    ...{ headless: values.headless === true, kiosk: values.kiosk === true, customer: values.customer === true },
    attach: typeof attach === 'string' ? resolve(attach) : null,
  }
}

/** Where a profile's data lies when nobody says: training and live never share a folder. */
export function defaultFolder(profile: string): string {
  const ours = join('cashier-station', profile)
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? homedir(), ours)
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), ours)
}
