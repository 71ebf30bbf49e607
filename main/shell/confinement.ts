import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Whether the operating system really confines page processes. Flags say what was wished; the kernel says what is:
 * a confined page has more seccomp filters than we have ourselves (a container may already have put one on us)
 * and lives in a process namespace below ours.
 */
export interface Confinement {
  readonly osSandbox: 'on' | 'off' | 'unknown'
  readonly osSandboxWhy?: string
}

interface Status {
  readonly filters: number
  readonly depth: number
}

async function readStatus(process: number | 'self'): Promise<Status> {
  const text = await readFile(`/proc/${process}/status`, 'utf8')
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? ''
  return { filters: Number(field('Seccomp_filters')), depth: field('NSpid').split(/\s+/).length }
}

/** Judges the page processes of one program; `wished` is why it was switched off, if we did that. */
export async function readConfinement(pages: readonly number[], wished?: string): Promise<Confinement> {
  if (pages.length === 0) return { osSandbox: 'unknown', osSandboxWhy: 'no page process to look at' }
  try {
    const own = await readStatus('self')
    const all = await Promise.all(pages.map(readStatus))
    if (all.every((page) => page.filters > own.filters && page.depth > own.depth)) return { osSandbox: 'on' }
    const missing = all.every((page) => page.filters > own.filters) ? 'no process namespace' : 'no seccomp filter'
    return { osSandbox: 'off', osSandboxWhy: wished ?? `${missing} on a page process` }
  } catch {
    // No /proc (another system), or the process ended while we looked: we do not know, and say so.
    return { osSandbox: 'unknown', osSandboxWhy: 'the page process cannot be inspected on this system' }
  }
}

/** A page process confines itself a moment after it starts, and a browser starts one in reserve at any time. */
const LOOKS_MAX = 10
const LOOK_AGAIN_MS = 100

/** As readConfinement, but believes an unexpected "off" only after it has lasted. */
export async function readLastingConfinement(
  pages: () => Promise<readonly number[]>,
  wished?: string,
): Promise<Confinement> {
  for (let looks = 1; ; looks++) {
    const found = await readConfinement(await pages(), wished)
    if (found.osSandbox === 'on' || wished !== undefined || looks === LOOKS_MAX) return found
    await wait(LOOK_AGAIN_MS)
  }
}
