import { openBench } from '../hardware/bench.ts'
import { atCounter } from '../hardware/station/counter.ts'
import { busRows as rowsAt } from '../hardware/station/painting.ts'
import { lacking } from '../hardware/system.ts'
import { warmPipes } from '../hardware/warm.ts'
import type { Row } from './row.ts'
import { join } from 'node:path'

/** A scan over a bus, as `npm run hardware` has it: a machine is started for it; no rows where there can be none. */
export async function busRows(scratch: string): Promise<Row[]> {
  const why = lacking()
  if (why !== null) {
    process.stderr.write(`SKIPPED: a scan over a bus: ${why}\n`)
    return []
  }
  const bench = await openBench(join(scratch, 'machine'))
  try {
    const rows: Row[] = []
    const hands = { ...bench, real: await warmPipes(bench) }
    await atCounter(hands, ['scanner'], async (counter) => void rows.push(...(await rowsAt(counter))))
    return rows
  } finally {
    await bench.close()
  }
}
