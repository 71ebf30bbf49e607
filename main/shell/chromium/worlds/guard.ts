import type { PageEvent, PageWindow } from './dom.ts'

/**
 * Takes the browser's own acts away from keys and mouse, while the page still receives every key: a till must not
 * close, reload, zoom, print, save or search because somebody touched F5 or leant on Ctrl. Keys for editing text
 * stay. The page sees `defaultPrevented` on the keys listed here. Turned into text, so it may use nothing from
 * outside itself.
 */
export function guard(page: PageWindow): void {
  const MOVING = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Control', 'Shift', 'Meta']
  const EDITING = new Set([...MOVING, 'a', 'c', 'v', 'x', 'y', 'z', 'Backspace', 'Delete', 'Insert'])
  // With Shift as well, most letters open a tool of the browser.
  const SELECTING = new Set([...MOVING, 'v', 'z'])
  const NAMED = new Set(['BrowserBack', 'BrowserForward', 'BrowserRefresh', 'BrowserHome', 'BrowserSearch', 'Help'])
  const BACK_BUTTON = 3

  const actsOnBrowser = (event: PageEvent): boolean => {
    if (/^F\d+$/.test(event.key) || NAMED.has(event.key)) return true
    // With AltGr a key writes a character; it looks like Ctrl+Alt otherwise.
    if (event.getModifierState('AltGraph')) return false
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    if (event.ctrlKey || event.metaKey) return event.altKey || !(event.shiftKey ? SELECTING : EDITING).has(key)
    // Alt alone leads to the window's menu, Shift+Escape to the browser's list of tasks.
    return event.altKey || key === 'Alt' || (event.shiftKey && key === 'Escape')
  }
  const stop = (types: readonly string[], concerns: (event: PageEvent) => boolean): void => {
    for (const type of types)
      page.addEventListener(type, (event) => concerns(event) && event.preventDefault(), {
        capture: true,
        passive: false,
      })
  }
  stop(['keydown'], actsOnBrowser)
  stop(['wheel'], (event) => event.ctrlKey)
  stop(['mousedown', 'mouseup', 'auxclick'], (event) => event.button >= BACK_BUTTON)
  // A file dropped on the window would be opened in its place; the context menu offers reload, save and print.
  stop(['contextmenu', 'dragover', 'drop'], () => true)
}
