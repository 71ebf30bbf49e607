import { openOnDisk } from '../world/on-disk.ts'
import { writeSync } from 'node:fs'

/** Opens the station of a data folder, says how many bytes it holds, and ends as if the plug were pulled. */
await openOnDisk(process.argv[2] ?? '')
for (let i = 0; i < 3; i++) globalThis.gc?.()
writeSync(1, JSON.stringify({ rss: process.memoryUsage().rss }))
process.exit(0)
