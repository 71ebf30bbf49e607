import { fork } from 'node:child_process'
import { makeEnding } from '../pipe/ending.ts'
import { CHILD_ENVIRONMENT, type Child, type Parent, type StartChild } from './port.ts'

/** A Node process that runs the module at this path. It dies with its parent, whose end it sees on the line. */
export const makeFork = (path: string, args: readonly string[] = []): StartChild => {
  return (): Child => {
    const env = { ...process.env, ...CHILD_ENVIRONMENT }
    const child = fork(path, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [], env })
    const { onEnd, end } = makeEnding()
    child.once('exit', end)
    // Such as a path that can not be run: then there is no exit.
    child.once('error', end)
    return {
      // The callback takes what would else be thrown at nobody: a line that has broken.
      send: (text) => {
        if (child.connected) child.send(text, () => undefined)
      },
      onText: (listener) => {
        child.on('message', (text) => {
          if (typeof text === 'string') listener(text)
        })
      },
      onEnd,
      kill: () => void child.kill('SIGKILL'),
    }
  }
}

/** In the process that was forked. */
export function forkedParent(): Parent {
  // Without its parent nobody hears it, and nobody would end it.
  process.once('disconnect', () => process.exit(0))
  return {
    send: (text) => void process.send?.(text),
    onText: (listener) => {
      process.on('message', (text) => {
        if (typeof text === 'string') listener(text)
      })
    },
  }
}
