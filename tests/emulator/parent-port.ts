import { EventEmitter } from 'node:events'

/** Loaded into the double's utility processes before their program: `process.parentPort`, over Node's own line. */
const port = new EventEmitter()
process.on('message', (data) => port.emit('message', { data }))
process.once('disconnect', () => process.exit(0))
Object.assign(process, {
  parentPort: Object.assign(port, { postMessage: (message: unknown) => void process.send?.(message) }),
})
