import { type ShellOptions, ShellRefusal } from '../port.ts'
import { type Browser, type End, startBrowser, WINDOW_LIMIT_MS } from './browser.ts'
import { openPage, type Page, type PageSpec } from './page.ts'
import { openRelay, type Relay } from './relay.ts'
import type { Target } from './window-bounds.ts'
import { randomUUID } from 'node:crypto'

/** The running Chromium as a maker of windows. A window nobody asked for is closed before its page runs. */
export interface Engine {
  readonly version: string
  readonly open: (spec: PageSpec) => Promise<Page>
  /** Process numbers of the page processes. */
  readonly pageProcesses: () => Promise<number[]>
  readonly stop: () => Promise<void>
  /** Resolves with the reason when the program is gone. */
  readonly gone: Promise<End>
}

const newMark = (): string => `station-window-${randomUUID()}`

/** Limits a wait for a window; the sentence names what most often stands in the way. */
async function limit<T>(waited: Promise<T>, { cdp, gone }: Browser, limitMs = WINDOW_LIMIT_MS): Promise<T> {
  let late: NodeJS.Timeout | undefined
  const refusal = new Promise<never>((_, reject) => {
    late = setTimeout(() => {
      reject(
        new ShellRefusal(
          'no-window',
          'Chromium opened no window. Look for managed policies that forbid developer tools or extensions of it.\n' +
            'Chromium 没有打开窗口。请检查是否有策略禁止了开发者工具。',
        ),
      )
    }, limitMs)
  })
  const ended = gone.then(({ why }) => Promise.reject(new Error(why)))
  try {
    return await Promise.race([waited, refusal, ended])
  } catch (problem) {
    // The pipe breaks before the process has ended, and the station is to hear of that end first.
    if (cdp.isOver()) await gone
    throw problem
  } finally {
    clearTimeout(late)
  }
}

interface Windows {
  readonly expect: (mark: string) => Promise<Target>
  readonly pages: Map<string, Page>
}

/** Joins windows to those who asked for them by the mark in their first address. */
function watchWindows({ cdp }: Browser): Windows {
  const expected = new Map<string, (target: Target) => void>()
  const pages = new Map<string, Page>()
  cdp.handle(undefined, {
    'Target.attachedToTarget': ({ sessionId, targetInfo: { targetId, url } }) => {
      const mark = /station-window-[0-9a-f-]{36}/.exec(url)?.[0] ?? ''
      const found = expected.get(mark)
      expected.delete(mark)
      if (found) found({ sessionId, targetId })
      // A pop-up, a link to a new window, Ctrl+N: already closing is as good as closed.
      else void cdp.send('Target.closeTarget', { targetId }).catch(() => undefined)
    },
    'Target.detachedFromTarget': ({ sessionId }) => {
      pages.get(sessionId)?.detached()
      pages.delete(sessionId)
    },
  })
  return { pages, expect: (mark) => new Promise((resolve) => expected.set(mark, resolve)) }
}

export async function startEngine(options: ShellOptions, origin: string): Promise<Engine> {
  const firstMark = newMark()
  const browser = await startBrowser(options, firstMark, origin)
  const { cdp } = browser
  const windows = watchWindows(browser)
  // Chromium opens the first window by itself; in headless there is none until one is made.
  let first = options.headless ? null : windows.expect(firstMark)
  await cdp.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'page' }, { exclude: true }],
  })
  const relay: Relay | null = options.attach === undefined ? null : await openRelay(cdp, options.attach)

  // Before anything else hears of it: a new engine may want the same socket path.
  void browser.gone.then(() => relay?.close())

  const newWindow = async (): Promise<Target> => {
    const mark = newMark()
    const window = windows.expect(mark)
    if (!options.headless) browser.openWindow(mark)
    // The window is often there before this is answered; it is awaited for its refusal.
    else await cdp.send('Target.createTarget', { url: `about:blank#${mark}`, newWindow: true, ...options.size })
    return window
  }
  return {
    version: browser.version,
    gone: browser.gone,
    open: async (spec) => {
      const target = await limit(first ?? newWindow(), browser)
      first = null
      const { page, opened } = openPage(cdp, target, spec)
      windows.pages.set(target.sessionId, page)
      try {
        await limit(opened, browser)
        return page
      } catch (problem) {
        // A window that did not come to show its page must not stay as an empty one.
        await page.close().catch(() => undefined)
        throw problem
      }
    },
    pageProcesses: async () => {
      const { processInfo } = await cdp.send('SystemInfo.getProcessInfo', {})
      return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
    },
    stop: async () => {
      windows.pages.clear()
      await relay?.close()
      await browser.stop()
    },
  }
}
