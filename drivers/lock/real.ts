import type { Claim, Lock } from './port.ts'
import { createHash } from 'node:crypto'
import { mkdir, realpath, rm } from 'node:fs/promises'
import { createConnection, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** A holder that neither answers nor refuses is hung; its lock holds all the same. */
const KNOCK_LIMIT_MS = 2_000

/**
 * Claims a folder, making it if need be. The lock is a socket whose name the kernel frees with the process: an abstract
 * one on Linux, a pipe on Windows; elsewhere a file, which is removed when nobody answers at it. A folder that can not
 * be made is claimed by its name all the same: why it can not is the disk's to say, to whoever writes there first.
 */
export async function claimFolder(folder: string): Promise<Claim> {
  const address = addressOf(await realNameOf(folder))
  const first = await listen(address)
  if (first) return held(first)
  if (await knock(address)) return { is: 'taken' }
  // Nobody is there: the holder went away just now, or left its file behind.
  if (!isFreedByKernel) await rm(address, { force: true })
  const second = await listen(address)
  return second ? held(second) : { is: 'taken' }
}

async function realNameOf(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    return await realpath(folder)
  } catch {
    return resolve(folder)
  }
}

const isFreedByKernel = process.platform === 'linux' || process.platform === 'win32'

function addressOf(folder: string): string {
  const name = `cashier-station-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`)
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE' || cause.code === 'EACCES') resolve(null)
      else reject(cause)
    })
    server.listen(address, () => resolve(server))
  })
}

function held(server: Server): Claim {
  const listeners: (() => void)[] = []
  server.on('connection', (socket) => {
    // Nothing is read: that somebody came is the whole message.
    socket.on('error', () => undefined)
    socket.end()
    for (const listener of listeners) listener()
  })
  const lock: Lock = {
    onKnock: (listener) => void listeners.push(listener),
    free: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return { is: 'held', lock }
}

function knock(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ path: address, timeout: KNOCK_LIMIT_MS })
    socket.once('timeout', () => socket.destroy())
    socket.once('connect', () => {
      socket.end()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(true))
  })
}
