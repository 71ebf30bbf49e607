/**
 * The few members of the page's world that the scripts beside this file touch. Main is compiled without the DOM's
 * types, on purpose; these scripts are written here, turned into text, and run in the page.
 */
export interface PageEvent {
  readonly detail: string
  readonly relatedTarget: PageTarget
  readonly key: string
  readonly button: number
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  readonly isTrusted: boolean
  preventDefault(): void
  stopImmediatePropagation(): void
  getModifierState(key: string): boolean
}

export type Listen = (event: PageEvent) => void

export interface PageTarget {
  addEventListener(
    type: string,
    listen: Listen,
    options?: { capture?: boolean; once?: boolean; passive?: boolean },
  ): void
  dispatchEvent(event: PageEvent): boolean
}

export interface PageWindow extends PageTarget {
  readonly top: unknown
  readonly document: { createElement(name: string): PageTarget }
  readonly CustomEvent: new (type: string, init: { detail: string }) => PageEvent
  readonly MouseEvent: new (type: string, init: { relatedTarget: PageTarget }) => PageEvent
}
