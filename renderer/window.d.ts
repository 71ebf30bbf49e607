import type { Bridge } from '#contract'

declare global {
  interface Window {
    /** Made by the preload; the only way out of the page. */
    readonly station: Bridge
  }
}
