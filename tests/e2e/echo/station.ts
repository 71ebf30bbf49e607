import { shellUnderTest } from '../../driving/running.ts'
import { attach } from '../attach.ts'
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser } from 'playwright-core'

/** Starts the echo station as a process of its own, on either shell, and cleans up after it. */
/** Longer than the shell's own limits, so that its refusal is what a test fails with. */
const WAIT_LIMIT_MS = 30_000
const LOOK_AGAIN_MS = 20

export interface Said {
  readonly is: string
  readonly [more: string]: unknown
}

export interface EchoStation {
  readonly process: ChildProcessWithoutNullStreams
  readonly folder: string
  readonly said: readonly Said[]
  /** Gives a command and waits until it is carried out. */
  readonly tell: (...words: string[]) => Promise<Said>
  /** The first word of this kind after the given count of words. */
  readonly hear: (is: string, from?: number) => Promise<Said>
  readonly attach: () => Promise<Browser>
  readonly end: () => Promise<void>
}

export async function until<T>(what: string, look: () => T | null | undefined | false, limitMs = WAIT_LIMIT_MS) {
  for (const giveUpAt = Date.now() + limitMs; Date.now() < giveUpAt;) {
    const found = look()
    if (found !== null && found !== undefined && found !== false) return found
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  throw new Error(`waited too long: ${what}`)
}

/** Empty when the process has ended. */
function commandOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8')
  } catch {
    // It ended while we looked.
    return ''
  }
}

/** Processes whose command line has this in it. */
export const processesNaming = (text: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => commandOf(id).includes(text))

/** Those of the browser that keeps its profile in this folder, and nobody else's. */
export const processesOf = (folder: string): number[] => processesNaming(`--user-data-dir=${folder}`)

/** The page processes, and one that the browser keeps in reserve. */
export const pagesOf = (folder: string): number[] =>
  processesOf(folder).filter((id) => commandOf(id).includes('--type=renderer'))

/** The browser's own process: the one of them that no other of them started. */
export const browserOf = (folder: string): number | undefined =>
  processesOf(folder).find((id) => {
    const command = commandOf(id)
    return command !== '' && !command.includes('--type=')
  })

/**
 * The echo station is a script of its own with a socket for the test, and the real Electron has neither: there the
 * program itself is driven, by the other specs.
 */
export const shell = shellUnderTest()
export const canEcho = shell !== 'electron'

export interface Wishes {
  readonly display?: string
  readonly kiosk?: boolean
  readonly env?: Readonly<Record<string, string>>
}

export async function startEcho({ display, kiosk = false, env = {} }: Wishes = {}): Promise<EchoStation> {
  const folder = mkdtempSync(join(tmpdir(), 'station-echo-'))
  const socket = join(folder, 'attach.sock')
  const size = { width: 1280, height: 800 }
  const options = { folder, headless: display === undefined, kiosk, title: 'Echo', size, attach: socket }
  const script = join(import.meta.dirname, 'host.ts')
  const emulator = join(import.meta.dirname, '..', '..', 'emulator', 'run.ts')
  const host = spawn(process.execPath, shell === 'emulated' ? [emulator, script] : [script], {
    env: {
      ...process.env,
      // A browser that is killed leaves its own temporary folder behind; this one goes with the station.
      TMPDIR: folder,
      ECHO_OPTIONS: JSON.stringify(options),
      EMULATOR_ATTACH: socket,
      ...(display !== undefined && { DISPLAY: display, EMULATOR_HEADED: '1' }),
      ...env,
    },
  })
  const said: Said[] = []
  // Each line is written by host.ts.
  createInterface(host.stdout).on('line', (line) => said.push(JSON.parse(line) as Said))
  host.stderr.pipe(process.stderr)

  const hear = (is: string, from = 0): Promise<Said> => until(is, () => said.slice(from).find((word) => word.is === is))
  const tell = async (...words: string[]): Promise<Said> => {
    const from = said.length
    host.stdin.write(`${JSON.stringify(words)}\n`)
    const answer = await until(words.join(' '), () =>
      said.slice(from).find(({ is }) => is === 'done' || is === 'failed'),
    )
    if (answer.is === 'failed') throw new Error(String(answer['message']))
    return answer
  }
  await hear('up')
  return {
    process: host,
    folder,
    said,
    tell,
    hear,
    attach: () => attach(socket),
    end: async () => {
      host.stdin.end()
      await until('the station to end', () => host.exitCode !== null || host.signalCode !== null)
      await until('the browser to end', () => processesOf(folder).length === 0)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
