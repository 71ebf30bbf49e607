import { makeEnding } from '#drivers/pipe/ending'
import { CHILD_ENVIRONMENT, type Child } from '#drivers/process/port'
import { utilityProcess } from 'electron'

/** Another program of the build beside this one, as a process of Electron’s own kind. */
export function startService(path: string, args: readonly string[]): Child {
  const child = utilityProcess.fork(path, [...args], {
    ...{ serviceName: 'cashier-station devices', stdio: 'inherit' },
    env: { ...process.env, ...CHILD_ENVIRONMENT },
  })
  const { onEnd, end, isOver } = makeEnding()
  child.once('exit', end)
  return {
    // What is posted to one that is gone is lost, and throws nothing.
    send: (text) => {
      if (!isOver()) child.postMessage(text)
    },
    onText: (listener) => {
      child.on('message', (text: unknown) => {
        if (typeof text === 'string') listener(text)
      })
    },
    onEnd,
    kill: () => void child.kill(),
  }
}
