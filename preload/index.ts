import type { Bridge } from '#contract'
import { contextBridge, ipcRenderer } from 'electron'

/**
 * The bridge: one call channel, one view channel, text both ways. It keeps no list of calls: main knows which exist,
 * and the renderer's types come from the contract. (Importing the contract's values here would put every schema into
 * each page's start.)
 */
const page = crypto.randomUUID()
let n = 0

const bridge: Bridge = {
  ask: (name, txn, input) => ipcRenderer.invoke('call', JSON.stringify({ name, txn, page, n: ++n, input })),
  onView: (show) => {
    ipcRenderer.on('view', (_event, view: string) => show(view))
    ipcRenderer.send('ready')
  },
}
contextBridge.exposeInMainWorld('station', bridge)
