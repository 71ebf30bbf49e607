import type { Check } from './check.ts'

/** The versions that run here, against those the lock file names. */
export interface Versions {
  readonly node: { readonly running: string; readonly wanted: string }
  readonly packages: {
    readonly count: number
    readonly wrong: readonly { readonly name: string; readonly wanted: string; readonly found: string | null }[]
  }
}

const NAME = { zh: '版本', en: 'versions' }
/** Packages named in the sentence; the rest are counted. */
const NAMED_MAX = 3

export function checkVersions({ node, packages }: Versions): Check {
  const { count, wrong } = packages
  if (wrong.length > 0) {
    const named = wrong.slice(0, NAMED_MAX).map(({ name, wanted, found }) => `${name} ${found ?? '–'} ≠ ${wanted}`)
    return {
      name: NAME,
      is: 'bad',
      sentence: {
        zh: `${count} 个依赖包中有 ${wrong.length} 个与锁定文件不符（${named.join('，')}）。请运行 npm ci。`,
        en: `${wrong.length} of ${count} packages are not as the lock file says (${named.join(', ')}). Run npm ci.`,
      },
    }
  }
  if (node.running !== node.wanted) {
    return {
      name: NAME,
      is: 'attention',
      sentence: {
        zh: `Node ${node.running}，应为 ${node.wanted}。请用 npm 的命令启动，它会用项目自带的 Node。`,
        en: `Node ${node.running}, not ${node.wanted}. Start by the npm commands: they use the project's own.`,
      },
    }
  }
  return {
    name: NAME,
    is: 'good',
    sentence: {
      zh: `Node ${node.running}；${count} 个依赖包与锁定文件相符`,
      en: `Node ${node.running}; ${count} packages as the lock file says`,
    },
  }
}
