import type { CashierView } from '#contract/view'
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { KILLED, type Victim } from './victim.ts'

const PROGRAM = join(import.meta.dirname, 'station-process.ts')

interface Life {
  readonly process: ChildProcessWithoutNullStreams
  readonly page: string
  n: number
  /** It begins to read its records, or is dead. */
  readonly reading: Promise<unknown>
  /** Who waits for a line, in the order they asked. */
  readonly waiting: ((line: string | null) => void)[]
  readonly ended: Promise<void>
}

/** The station without a window, in a process of its own. */
export function bareStation(folder: string): Victim {
  let life: Life | null = null

  const send = (line: string): Promise<string | null> =>
    new Promise((resolve) => {
      if (!life || life.process.exitCode !== null || life.process.signalCode !== null) {
        resolve(null)
        return
      }
      life.waiting.push(resolve)
      life.process.stdin.write(`${line}\n`)
    })
  return {
    start: async () => {
      const made = begin(folder)
      life = made
      const first = await nextLine(made)
      if (first === 'open') return null
      return first ?? KILLED
    },
    reading: () => life?.reading ?? Promise.resolve(),
    ask: ({ name, input }, txn) => {
      const { page, n } = life ? { page: life.page, n: ++life.n } : { page: '', n: 1 }
      return send(JSON.stringify({ name, input, txn, page, n }))
    },
    due: async () => {
      const view = JSON.parse((await send('view')) ?? 'null') as CashierView | null // printed by the station's process
      return view?.sale?.total ?? 0
    },
    kill: async () => {
      life?.process.kill('SIGKILL')
      await life?.ended
    },
  }
}

function begin(folder: string): Life {
  const child = spawn(process.execPath, [PROGRAM, folder])
  child.stderr.pipe(process.stderr)
  // What is written to a dead station is answered by its end.
  child.stdin.on('error', () => undefined)
  const waiting: Life['waiting'] = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line))
  // All that was written before the end has been read by then.
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve())).then(() => {
    for (const resolve of waiting.splice(0)) resolve(null)
  })
  const reading = nextLine({ waiting })
  return { process: child, page: randomUUID(), n: 0, reading, waiting, ended }
}

/** Null when it died first. */
const nextLine = ({ waiting }: Pick<Life, 'waiting'>): Promise<string | null> =>
  new Promise((resolve) => waiting.push(resolve))
