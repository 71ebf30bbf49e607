import type { Page } from 'playwright-core'
import type { Bridge } from '../../main/contract/index.ts'

/** Asks main from within the page, by what the preload put there: as the screens do, but without them. */
interface InPage {
  readonly station: Bridge
}

export interface Call {
  readonly name: string
  readonly input: unknown
}

/** The answer as text. */
export const askIn = (page: Page, { name, input }: Call, txn: string): Promise<string> =>
  page.evaluate(
    // Runs in the page, where the global object is the window.
    ([call, act, given]) => (globalThis as unknown as InPage).station.ask(call, act, given),
    [name, txn, input] as const,
  )

/** The view main has for this window now, as text. */
export const viewIn = (page: Page): Promise<string> =>
  page.evaluate(() => new Promise((resolve) => (globalThis as unknown as InPage).station.onView(resolve)))
