import type { Check } from './check.ts'

/** What a window that was opened for this check showed of its page's process. */
export interface SandboxFound {
  readonly is: 'on' | 'off' | 'unknown'
  readonly why: string
  /** Whether the station would run as root. */
  readonly asRoot: boolean
}

const NAME = { zh: '页面隔离', en: 'sandbox' }

export function checkSandbox({ is, why, asRoot }: SandboxFound): Check {
  switch (is) {
    case 'on':
      return {
        name: NAME,
        is: 'good',
        sentence: { zh: '页面进程由操作系统隔离', en: 'the operating system confines the page' },
      }
    case 'off':
      if (asRoot) {
        return {
          name: NAME,
          is: 'attention',
          sentence: {
            zh: '没有隔离：以 root 运行时 Chromium 无法隔离页面。请改用普通用户运行收银台。',
            en: 'Off: Chromium can not confine its pages as root. Run the station as an ordinary user.',
          },
        }
      }
      return {
        name: NAME,
        is: 'bad',
        sentence: {
          zh: `没有隔离（${why}）。请允许普通用户使用命名空间（sysctl kernel.unprivileged_userns_clone=1，或相应的 AppArmor 设置）。`,
          en:
            `Off (${why}). Allow ordinary users to make namespaces ` +
            '(sysctl kernel.unprivileged_userns_clone=1, or the AppArmor setting for it).',
        },
      }
    case 'unknown':
      return {
        name: NAME,
        is: 'attention',
        sentence: {
          zh: `无法判断（${why}）。请在收银台的机器上以日常用户再运行一次。`,
          en: `Not known (${why}). Run this again on the till's machine as the user who runs the station.`,
        },
      }
  }
}
