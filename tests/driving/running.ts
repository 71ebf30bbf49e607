import { spawn, type ChildProcess } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { attach, pageOf } from '../e2e/attach.ts'
import { NODE_FLAGS } from '../../build/places.ts'
import { ROOT } from '../sources.ts'
import { searchFolder } from '../world/secrets.ts'
import type { Guest } from './guest.ts'

/** The station as a person starts it, in a process of its own, with Playwright at its windows. */
export interface RunningProgram {
  readonly process: ChildProcess
  readonly folder: string
  readonly page: Page
  readonly windows: () => readonly Page[]
  /** Standard output and error so far. */
  readonly output: () => string
  /** Asks it to end and waits; kills it if it does not. Its folder stays. */
  readonly end: () => Promise<void>
  /** Ends it, and removes the folder if it was made for it. */
  readonly stop: () => Promise<void>
}

/** One that Playwright is attached to over its socket. */
export interface AttachedProgram extends RunningProgram {
  readonly browser: Browser
  /** Attaches once more: a shell's program that was started anew has forgotten the first attachment. */
  readonly attachAgain: () => Promise<Browser>
}

/** A station that may still be starting. */
export interface BegunProgram extends Pick<RunningProgram, 'process' | 'folder' | 'output' | 'end' | 'stop'> {
  /** Resolves when it says that it is ready and its window is found; rejects as soon as it has ended. */
  readonly running: Promise<AttachedProgram>
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
  /** A copy of the built program (program-copy.ts), in the place of this checkout's. */
  readonly program?: string
  /** Runs it as another user, on Chromium. */
  readonly as?: Guest
}

/** The shell under test: each end-to-end run names one. */
// The names are those tests/run.ts gives.
export const shellUnderTest = (): ShellName => (process.env['STATION_SHELL'] ?? 'chromium') as ShellName

const READY_LIMIT_MS = 45_000
const STOP_LIMIT_MS = 10_000

/** Starts the station and waits until it says that it is ready. */
export async function startProgram(options: RunOptions = {}): Promise<AttachedProgram> {
  const begun = beginProgram(options)
  try {
    return await begun.running
  } catch (cause) {
    await begun.stop()
    throw cause
  }
}

/** Starts the station; whoever asked for it stops it, whatever became of its start. */
export function beginProgram(options: RunOptions = {}): BegunProgram {
  const scratch = mkdtempSync(join(tmpdir(), 'cashier-'))
  if (options.as) chownSync(scratch, options.as.uid, options.as.gid)
  const folder = options.folder ?? join(scratch, 'data')
  const socket = join(scratch, 'attach')
  const child = launch(options, { folder, socket, scratch })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  let attached: Browser | null = null
  const end = async () => {
    await attached?.close().catch(() => undefined)
    await ended(child)
  }
  const stop = async () => {
    await end()
    searchFolder(folder)
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
  const begun = { process: child, folder, output: () => output, end, stop }
  const joined = async (): Promise<AttachedProgram> => {
    await said(child, begun.output)
    const browser = (attached = await attach(socket))
    const page = await pageOf(browser, 'cashier')
    const windows = () => browser.contexts().flatMap((context) => context.pages())
    return { ...begun, page, windows, browser, attachAgain: () => attach(socket) }
  }
  const running = Promise.race([joined(), died(child, begun.output)])
  // A start may be of no interest any more when it fails: the station was killed on purpose.
  running.catch(() => undefined)
  return { ...begun, running }
}

interface Places {
  readonly folder: string
  readonly socket: string
  readonly scratch: string
}

function launch(options: RunOptions, { folder, socket, scratch }: Places): ChildProcess {
  const { shell = shellUnderTest(), profile = 'test', language, headed = false, args = [], as } = options
  const { program = ROOT } = options
  const station = [
    ...['--profile', profile, '--data', folder, '--attach', socket],
    ...(language ? ['--lang', language] : []),
    ...(headed ? [] : ['--headless']),
    ...args,
  ]
  // A browser that is killed leaves its own temporary folder behind; this one goes with the station.
  const env = { ...process.env, TMPDIR: scratch, ...options.env }
  if (as) {
    const home = { HOME: scratch, XDG_RUNTIME_DIR: scratch, PATH: process.env['PATH'] ?? '' }
    const { uid, gid } = as
    return spawn(as.node, [as.program, ...station], { cwd: scratch, uid, gid, env: { ...home, TMPDIR: scratch } })
  }
  if (shell === 'emulated') {
    const emulated = { ...env, EMULATOR_ATTACH: socket, ...(headed && { EMULATOR_HEADED: '1' }) }
    const run = [join(ROOT, 'tests/emulator/run.ts'), join(program, 'out/main/index.js')]
    return spawn(process.execPath, [...run, ...station], { env: emulated })
  }
  if (shell === 'electron') throw new Error('Electron is started by under-test.ts: it has no socket to attach to')
  return spawn(process.execPath, [...NODE_FLAGS, program, ...station], { env })
}

function died(child: ChildProcess, output: () => string): Promise<never> {
  return new Promise((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      reject(new Error(`ended with ${signal ?? code} before it was ready:\n${output()}`))
    })
  })
}

function said(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not ready in time:\n${output()}`)), READY_LIMIT_MS)
    child.once('exit', () => clearTimeout(late))
    child.stdout?.on('data', () => {
      if (!output().includes('ready')) return
      clearTimeout(late)
      resolve()
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
