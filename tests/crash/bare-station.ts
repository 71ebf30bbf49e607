import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Victim } from './victim.ts'

const PROGRAM = join(import.meta.dirname, 'station-process.ts')

/** The station without a window, in a process of its own. */
export function bareStation(folder: string): Victim {
  let child: ChildProcessWithoutNullStreams | null = null
  let waiting: ((answer: string | null) => void)[] = []

  const spawnChild = () => {
    const made = spawn(process.execPath, [PROGRAM, folder])
    child = made
    made.stderr.resume()
    made.stdin.on('error', () => undefined)
    const ended = new Promise<void>((resolve) => made.once('exit', () => resolve()))
    const opened = new Promise<string | null>((resolve) => {
      createInterface({ input: made.stdout }).on('line', (line) => {
        if (line === 'open') resolve(null)
        else if (line.startsWith('answer ')) waiting.shift()?.(line.slice('answer '.length))
        else resolve(line)
      })
      void ended.then(() => resolve('killed while starting'))
    })
    return { opened, ended }
  }
  let ended: Promise<void> = Promise.resolve()

  return {
    start: async () => {
      const started = spawnChild()
      ended = started.ended
      return started.opened
    },
    ask: (text) =>
      new Promise((resolve) => {
        waiting.push(resolve)
        child?.stdin.write(`${text}\n`)
      }),
    kill: async () => {
      child?.kill('SIGKILL')
      await ended
      for (const resolve of waiting.splice(0)) resolve(null)
      waiting = []
    },
  }
}
