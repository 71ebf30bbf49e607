import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../sources.ts'

/** How the built program ended by itself. */
export interface Ended {
  readonly code: number | null
  /** Standard output and error. */
  readonly output: string
}

export interface Circumstances {
  readonly env?: Readonly<Record<string, string>>
  /** Another user to run as; only root may. */
  readonly uid?: number
}

const END_LIMIT_MS = 30_000

/** Starts the built program on Node without a display, and waits until it ends by itself. */
export function runToItsEnd(args: readonly string[], { env = {}, uid }: Circumstances = {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'out/main/index.js'), '--headless', ...args], {
    env: { ...process.env, ...env },
    ...(uid !== undefined && { uid, gid: uid }),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const late = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS)
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(late)
      resolve({ code, output })
    })
  })
}
