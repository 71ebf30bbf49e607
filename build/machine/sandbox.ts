import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SandboxFound } from '../../main/diagnostics/sandbox.ts'
import { electronBinary } from '../places.ts'

const LIMIT_MS = 45_000
const SHOWN_MAX = 200
const PAGE = '<!doctype html><title>doctor</title>'

/** Opens a window nobody sees, on a scratch folder, and asks the shell what the operating system does for its page. */
export async function findSandbox(): Promise<SandboxFound> {
  const asRoot = process.getuid?.() === 0
  const folder = mkdtempSync(join(tmpdir(), 'cashier-doctor-'))
  mkdirSync(join(folder, 'page'))
  writeFileSync(join(folder, 'page', 'index.html'), PAGE)
  writeFileSync(join(folder, 'preload.cjs'), '')
  try {
    return { ...readAnswer(await runProbe(folder)), asRoot }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** What the probe printed, or why it printed nothing. */
function runProbe(folder: string): Promise<string> {
  return new Promise((resolve) => {
    const probe = spawn(electronBinary() ?? process.execPath, [join(import.meta.dirname, 'sandbox-probe.ts'), folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    let complaint = ''
    probe.stdout.on('data', (text: Buffer) => (printed += text.toString()))
    probe.stderr.on('data', (text: Buffer) => (complaint += text.toString()))
    // Asked to end, it ends its windows too.
    const late = setTimeout(() => probe.kill('SIGTERM'), LIMIT_MS)
    probe.once('error', ({ message }) => resolve(JSON.stringify({ is: 'unknown', why: message })))
    probe.once('close', (code, signal) => {
      clearTimeout(late)
      const why = complaint.trim().split('\n').at(-1) ?? ''
      resolve(printed || JSON.stringify({ is: 'unknown', why: `the window did not open: ${why || (signal ?? code)}` }))
    })
  })
}

function readAnswer(printed: string): Omit<SandboxFound, 'asRoot'> {
  try {
    return JSON.parse(printed) as Omit<SandboxFound, 'asRoot'> // written by the probe, or just above
  } catch {
    // The shell itself wrote between.
    return { is: 'unknown', why: `not an answer: ${printed.slice(0, SHOWN_MAX)}` }
  }
}
