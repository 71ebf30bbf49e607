import { forkedParent } from './fork.ts'
import type { Parent } from './port.ts'

/** As far as it is used here: what Electron gives a utility process (its documentation, `process.parentPort`). */
interface ParentPort {
  readonly postMessage: (text: string) => void
  readonly on: (event: 'message', listener: (message: { readonly data: unknown }) => void) => void
}

/** Whoever started this process: Electron, or Node by fork. */
export function parentOfThis(): Parent {
  const port = portOf(process)
  if (!port) return forkedParent()
  return {
    send: (text) => port.postMessage(text),
    onText: (listener) =>
      port.on('message', ({ data }) => {
        if (typeof data === 'string') listener(data)
      }),
  }
}

function portOf(owner: object): ParentPort | null {
  const port: unknown = 'parentPort' in owner ? owner.parentPort : null
  // Electron's word for it.
  return typeof port === 'object' && port !== null ? (port as ParentPort) : null
}
