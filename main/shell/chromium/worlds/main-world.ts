import type { PageWindow } from './dom.ts'
import type { JoinWorlds } from './wire.ts'

/**
 * Runs in the page's own world before any script of the page. It takes the private node once, under a name nobody
 * else knows, and gives the page what the preload exposes: frozen, and nothing more. Turned into text, so it may use
 * nothing from outside itself.
 */
export function mainWorld(page: PageWindow, handover: string, join: JoinWorlds): void {
  if (page !== page.top) return
  page.addEventListener(
    handover,
    (event) => {
      event.stopImmediatePropagation()
      join(page, event.relatedTarget, { hear: 'to-page', speak: 'to-preload' }, (name, value) => {
        Object.defineProperty(page, name, { value, enumerable: true })
      })
    },
    { capture: true, once: true },
  )
  // Electron answers null when a window is denied; the closing of an opened one would come a moment later.
  Object.defineProperty(page, 'open', { value: () => null })
}
