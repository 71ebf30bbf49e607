import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Debian puts it where not everybody looks. */
const PLACES = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin']
const READY_MS = 20_000
const END_MS = 10_000
const LOOK_MS = 20

/** The program, or null where it is not installed. */
export function findServer(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...PLACES]
  return folders.map((folder) => join(folder, 'nats-server')).find((path) => existsSync(path)) ?? null
}

export interface HubProcess {
  readonly child: ChildProcess
  /** SIGKILL is a power cut of the program; SIGTERM lets it end in order. */
  readonly end: (signal: 'SIGKILL' | 'SIGTERM') => Promise<void>
}

/**
 * Starts a server from its configuration; resolves when it says that it is ready. Its log begins anew. `by`: a program
 * that becomes the server, such as one that puts it into another network.
 */
export async function startServer(config: string, logAt: string, by: readonly string[] = []): Promise<HubProcess> {
  const found = findServer()
  if (found === null) throw new Error('nats-server is not installed')
  rmSync(logAt, { force: true })
  const words = [...by, found, '-c', config]
  const child = spawn(words[0] ?? found, words.slice(1), { stdio: 'ignore' })
  const ended = once(child, 'exit')
  await Promise.race([ready(logAt), ended.then(() => Promise.reject(new Error(`nats-server ended:\n${read(logAt)}`)))])
  return {
    child,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      const isOver = await Promise.race([ended.then(() => true), sleep(END_MS, false)])
      if (!isOver) child.kill('SIGKILL')
      await ended
    },
  }
}

async function ready(logAt: string): Promise<void> {
  for (let waited = 0; !read(logAt).includes('Server is ready'); waited += LOOK_MS) {
    if (waited > READY_MS) throw new Error(`nats-server was not ready in ${READY_MS} ms:\n${read(logAt)}`)
    await sleep(LOOK_MS)
  }
}

const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '')

/** A port of this machine that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
