import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { RunningProgram, RunOptions } from './running.ts'
import { startUnderTest } from './under-test.ts'

/** One station for all the tests around: started before the first of them, gone with its folder after the last. */
export interface OneStation {
  /** Goes with the tests; the data folder lies in it. */
  readonly scratch: string
  readonly folder: string
  readonly running: () => RunningProgram
  /** Ends it, does something to its folder, and starts it once more. */
  readonly again: (meanwhile?: (folder: string) => unknown) => Promise<void>
}

export interface Beginning {
  /** What lies in the data folder before the first start; nothing, where it is left out. */
  readonly prepare?: (folder: string) => Promise<unknown>
  /** Asked for when it starts. */
  readonly options?: () => RunOptions
  /** Is given the page of each start. */
  readonly opened: (page: Page) => unknown
}

export function oneStation({ prepare, options, opened }: Beginning): OneStation {
  const scratch = mkdtempSync(join(tmpdir(), 'one-station-'))
  const folder = join(scratch, 'data')
  let running: RunningProgram | null = null
  const start = async () => {
    running = await startUnderTest({ folder, ...options?.() })
    await opened(running.page)
  }
  beforeAll(async () => {
    await prepare?.(folder)
    await start()
  })
  afterAll(async () => {
    await running?.stop()
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  })
  return {
    ...{ scratch, folder },
    running: () => {
      if (running === null) throw new Error('the station has not started yet')
      return running
    },
    again: async (meanwhile) => {
      await running?.stop()
      await meanwhile?.(folder)
      await start()
    },
  }
}
