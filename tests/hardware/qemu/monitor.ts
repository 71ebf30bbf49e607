import { once } from 'node:events'
import { connect } from 'node:net'
import { makeLines } from '../guest/words.ts'

/** The line on which QEMU is told what to do (QMP): plugs in devices of its own, and types on them. */
export interface Monitor {
  /** Rejects with QEMU's own words where it refuses, and where it says nothing. */
  readonly ask: (command: string, given?: object) => Promise<unknown>
  readonly close: () => void
}

interface Said {
  readonly id?: number
  readonly return?: unknown
  readonly error?: { readonly desc: string }
}

const ANSWER_MS = 20_000

/** `path`: of its socket, at which it listens before its machine begins. */
export async function openMonitor(path: string): Promise<Monitor> {
  const socket = connect(path)
  await once(socket, 'connect')
  let last = 0
  const asked = new Map<number, (said: Said) => void>()
  socket.on(
    'data',
    makeLines((line) => {
      // Its greeting and its events have no number.
      const said = JSON.parse(line) as Said
      if (said.id !== undefined) asked.get(said.id)?.(said)
    }),
  )
  const gone = () => {
    for (const tell of asked.values()) tell({ error: { desc: 'QEMU has ended' } })
  }
  socket.on('error', gone)
  socket.on('close', gone)
  const ask = async (command: string, given?: object): Promise<unknown> => {
    const id = ++last
    const late = Promise.withResolvers<Said>()
    const timer = setTimeout(() => late.resolve({ error: { desc: `no answer after ${ANSWER_MS} ms` } }), ANSWER_MS)
    asked.set(id, late.resolve)
    socket.write(`${JSON.stringify({ execute: command, id, ...(given ? { arguments: given } : {}) })}\n`)
    const { error, return: value } = await late.promise
    clearTimeout(timer)
    asked.delete(id)
    if (error) throw new Error(`${command}: ${error.desc}`)
    return value
  }
  await ask('qmp_capabilities')
  return { ask, close: () => void socket.destroy() }
}
