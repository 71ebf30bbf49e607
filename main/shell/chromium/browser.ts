import { type ShellOptions, ShellRefusal } from '../port.ts'
import { furtherWindowArguments, prepareProfile, startArguments } from './arguments.ts'
import { type Cdp, openCdp } from './cdp.ts'
import { checkPolicies, checkVersion, findChromium } from './find.ts'
import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'

/** The Chromium process: started, asked for its version, ended; nothing about pages. */
export const STOP_LIMIT_MS = 5_000
export const WINDOW_LIMIT_MS = 20_000
const START_TRIES = 4
const RETRY_AFTER_MS = 500
const COMPLAINT_CHARACTERS_MAX = 2_000

export interface Browser {
  readonly cdp: Cdp
  readonly version: string
  /** Asks the running program for one more window, whose first page carries the mark. */
  readonly openWindow: (mark: string) => void
  readonly stop: () => Promise<void>
  /** Resolves with the reason as soon as the program is gone, asked or not. */
  readonly gone: Promise<End>
}

/** `clean` when it ended by itself in good order, as Chromium does after its last window. */
export interface End {
  readonly why: string
  readonly clean: boolean
}

interface Started {
  readonly cdp: Cdp
  readonly child: ChildProcess
  readonly gone: Promise<End>
  readonly complaint: () => string
}

function checkDisplay(options: ShellOptions): void {
  if (options.headless || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return
  throw new ShellRefusal(
    'no-window',
    'There is no display to open a window on (DISPLAY is not set). Start it from the desktop, or with --headless.\n' +
      '没有可用的显示器（未设置 DISPLAY）。请在桌面环境中启动，或加上 --headless。',
  )
}

/** Everything that hangs on it: the process leads a group of its own. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group is empty: that is what was wanted.
  }
}

function run(program: string, given: readonly string[]): Started {
  // A group of its own: Ctrl+C in a terminal must reach the station first, which then ends Chromium in order.
  const child = spawn(program, given, { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_CHARACTERS_MAX)
  })
  // Chromium reads its third and writes its fourth descriptor; spawn was told to make both pipes.
  const cdp = openCdp(child.stdio[3] as Writable, child.stdio[4] as Readable)
  const gone = new Promise<End>((resolve) => {
    child.once('error', (problem) => resolve({ why: problem.message, clean: false }))
    child.once('exit', (code, signal) =>
      resolve({ why: `Chromium ended (${signal ?? `exit ${code ?? '?'}`})`, clean: code === 0 }),
    )
    // The pipe may break while the process hangs: it is of no more use then.
    void cdp.ended.then(() => wait(STOP_LIMIT_MS, undefined, { ref: false })).then(() => killGroup(child))
  })
  return { cdp, child, gone, complaint: () => complaint }
}

/** Starts until it answers: the Chromium of a station that was just killed may still hold the profile for a moment. */
async function start(program: string, given: readonly string[]): Promise<Started & { product: string }> {
  for (let tries = 1; ; tries++) {
    const started = run(program, given)
    const answer = await Promise.race([started.cdp.send('Browser.getVersion', {}).catch(() => null), started.gone])
    if (answer !== null && 'product' in answer) return { ...started, product: answer.product }
    killGroup(started.child)
    const { why } = await started.gone
    if (tries < START_TRIES) {
      await wait(RETRY_AFTER_MS)
      continue
    }
    throw new ShellRefusal(
      'no-window',
      `Chromium does not start (${program}): ${why}. Start it by hand to see why.\n${started.complaint()}\n` +
        `Chromium 无法启动（${program}）：${why}。请手动启动以查看原因。`,
    )
  }
}

export async function startBrowser(options: ShellOptions, mark: string, origin: string): Promise<Browser> {
  checkDisplay(options)
  checkPolicies()
  const program = findChromium()
  prepareProfile(options.folder)
  const { cdp, child, gone, product } = await start(program, startArguments(options, mark, origin))
  const stop = async (): Promise<void> => {
    // Its answer is its end; a refusal means it is ending already.
    void cdp.send('Browser.close', {}).catch(() => undefined)
    await Promise.race([gone, wait(STOP_LIMIT_MS, undefined, { ref: false })])
    killGroup(child)
    await gone
  }
  try {
    const version = checkVersion(product)
    const openWindow = (further: string): void => {
      const messenger = spawn(program, furtherWindowArguments(options, further), { stdio: 'ignore', detached: true })
      // No window will come then, and the wait for it has its limit and its sentence.
      messenger.once('error', () => undefined)
      const late = setTimeout(() => killGroup(messenger), WINDOW_LIMIT_MS)
      // Were the program just ending, the messenger would become one of its own, out of our reach.
      void gone.then(() => killGroup(messenger))
      messenger.once('exit', () => clearTimeout(late))
    }
    return { cdp, version, openWindow, stop, gone }
  } catch (problem) {
    await stop()
    throw problem
  }
}
