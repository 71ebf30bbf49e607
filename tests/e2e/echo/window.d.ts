import type { Bridge } from '../../../main/contract/index.ts'

declare global {
  interface Window {
    readonly station: Bridge
  }
}
