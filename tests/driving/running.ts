import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { electronBinary } from '../../build/places.ts'
import { attach, pageOf } from '../e2e/attach.ts'
import { ROOT } from '../sources.ts'

/** The station as a person starts it, in a process of its own, with Playwright attached to its windows. */
export interface RunningProgram {
  readonly process: ChildProcess
  readonly folder: string
  readonly page: Page
  readonly browser: Browser
  /** Standard output and error so far. */
  readonly output: () => string
  /** Asks it to end and waits; kills it if it does not. Its folder stays. */
  readonly end: () => Promise<void>
  /** Ends it, and removes the folder if it was made for it. */
  readonly stop: () => Promise<void>
}

export type ShellName = 'chromium' | 'emulated' | 'electron'

export interface RunOptions {
  readonly shell?: ShellName
  readonly profile?: 'training' | 'test'
  readonly language?: 'zh-CN' | 'en'
  /** The data folder; a new one that goes with the station where none is named. */
  readonly folder?: string
  readonly headed?: boolean
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** The shell under test: each end-to-end run names one. */
export const shellUnderTest = (): ShellName => (process.env['STATION_SHELL'] ?? 'chromium') as ShellName // set by tests/run.ts

const READY_LIMIT_MS = 45_000
const STOP_LIMIT_MS = 10_000

/** Starts the station and waits until it says that it is ready. */
export async function startProgram(options: RunOptions = {}): Promise<RunningProgram> {
  const scratch = mkdtempSync(join(tmpdir(), 'cashier-'))
  const folder = options.folder ?? join(scratch, 'data')
  const socket = join(scratch, 'attach')
  const child = launch(options, folder, socket)
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const stop = async () => {
    await ended(child)
    rmSync(scratch, { recursive: true, force: true })
  }
  try {
    await said(
      child,
      () => output.includes('ready'),
      () => output,
    )
    const browser = await attach(socket)
    const page = await pageOf(browser, 'cashier')
    const end = async () => {
      await browser.close().catch(() => undefined)
      await ended(child)
    }
    return {
      ...{ process: child, folder, page, browser, output: () => output, end },
      stop: async () => {
        await end()
        await stop()
      },
    }
  } catch (cause) {
    await stop()
    throw cause
  }
}

function launch(options: RunOptions, folder: string, socket: string): ChildProcess {
  const { shell = shellUnderTest(), profile = 'test', language, headed = false, args = [] } = options
  const station = [
    ...['--profile', profile, '--data', folder, '--attach', socket],
    ...(language ? ['--lang', language] : []),
    ...(headed ? [] : ['--headless']),
    ...args,
  ]
  const main = join(ROOT, 'out/main/index.js')
  const env = { ...process.env, ...options.env }
  if (shell === 'emulated') {
    const emulated = { ...env, EMULATOR_ATTACH: socket, ...(headed && { EMULATOR_HEADED: '1' }) }
    return spawn(process.execPath, [join(ROOT, 'tests/emulator/run.ts'), main, ...station], { env: emulated })
  }
  const program = shell === 'electron' ? electronBinary() : process.execPath
  if (program === null) throw new Error('Electron is not installed')
  return spawn(program, [ROOT, ...station], { env })
}

function said(child: ChildProcess, is: () => boolean, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not ready in time:\n${output()}`)), READY_LIMIT_MS)
    const look = () => {
      if (!is()) return
      clearTimeout(late)
      resolve()
    }
    child.stdout?.on('data', look)
    child.once('exit', (code) => {
      clearTimeout(late)
      reject(new Error(`ended with ${code} before it was ready:\n${output()}`))
    })
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
    child.once('exit', () => {
      clearTimeout(late)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
