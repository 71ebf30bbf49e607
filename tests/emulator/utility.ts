import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { record } from './record.ts'

interface ServiceOptions {
  readonly serviceName: string
  readonly env: NodeJS.ProcessEnv
}

/** Electron’s utility processes, as far as they are used: a real process, with a port to its parent in it. */
export const utilityProcess = {
  fork: (path: string, args: readonly string[], { serviceName, env }: ServiceOptions) => {
    record('utilityProcess.fork', serviceName)
    const child = fork(path, args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--import', join(import.meta.dirname, 'parent-port.ts')],
      env,
    })
    const events = new EventEmitter()
    child.on('message', (message) => events.emit('message', message))
    child.once('exit', (code) => events.emit('exit', code))
    child.once('error', () => events.emit('exit', 1))
    return Object.assign(events, {
      // What is posted to one that is gone is lost.
      postMessage: (message: unknown) => {
        if (child.connected) child.send(message as object, () => undefined)
      },
      kill: () => child.kill('SIGKILL'),
    })
  },
}
