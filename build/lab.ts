/**
 * `npm run lab [-- --port N]`: an acquirer's twin on a socket of this machine, for stations that are set up as with a
 * real one. Says what to write in their settings and which two components its master key has; then each request that
 * comes, by its type alone. `--scan --out DIR`: a scan payment platform's twin instead, with what a station needs of
 * it in DIR. It forgets all when it ends: Ctrl+C.
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCardLab } from './lab-cards.ts'
import { openScanLab } from './lab-scan.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)

const { values } = parseArgs({
  options: {
    ...{ port: { type: 'string', default: '0' }, scan: { type: 'boolean', default: false } },
    out: { type: 'string', default: join(tmpdir(), 'cashier-lab') },
  },
})
const port = Number(values.port)
const close = values.scan ? await openScanLab({ port, out: values.out, say }) : await openCardLab({ port, say })
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void close())
