import type { Child } from '#drivers/process/port'
import { utilityProcess } from 'electron'

/** Another program of the build beside this one, as a process of Electron’s own kind. */
export function startService(path: string, args: readonly string[]): Child {
  const child = utilityProcess.fork(path, [...args], { serviceName: 'cashier-station devices', stdio: 'inherit' })
  let ended = false
  const listeners: (() => void)[] = []
  child.once('exit', () => {
    ended = true
    for (const tell of listeners.splice(0)) tell()
  })
  return {
    // What is posted to one that is gone is lost, and throws nothing.
    send: (text) => {
      if (!ended) child.postMessage(text)
    },
    onText: (listener) => {
      child.on('message', (text: unknown) => {
        if (typeof text === 'string') listener(text)
      })
    },
    onEnd: (listener) => {
      if (ended) listener()
      else listeners.push(listener)
    },
    kill: () => void child.kill(),
  }
}
