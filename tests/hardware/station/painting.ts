import type { Page } from 'playwright-core'
import type { CashierView } from '../../../main/contract/view.ts'
import { askIn, viewIn } from '../../driving/asking.ts'
import { begin, handOver } from '../../driving/hands.ts'
import { startProgram } from '../../driving/running.ts'
import { median, quantile, row, type Row } from '../../perf/row.ts'
import { AS_MANAGER } from '../../world/people.ts'
import { until } from '../bench.ts'
import { SEEN_MS, WATER, type Counter } from './counter.ts'

const SCANS = 20

/** From a scan until the line it adds is painted, ms. */
async function paintedAfter(page: Page, lines: number, scan: () => void): Promise<number> {
  const painted = page.getByText(`共 ${lines + 1} 件`).waitFor({ timeout: SEEN_MS })
  const began = performance.now()
  scan()
  await painted
  return performance.now() - began
}

const linesIn = ({ sale }: CashierView): number => sale?.count ?? 0

/** From the report on the bus until the sale's line is painted, ms. */
export const scanToPaint = async ({ view, page, gadgets }: Counter): Promise<number> =>
  paintedAfter(page, linesIn(await view()), () => gadgets.scanner.scan(WATER))

/**
 * The way of a report over a bus, a kernel and the packages, to the screen, against the way without them: a station on
 * this machine whose scanner is a gadget in its own program for devices, which is told to scan. Turn by turn.
 */
export async function busRows(counter: Counter): Promise<Row[]> {
  const [bus, within]: [number[], number[]] = [[], []]
  const running = await startProgram({ shell: 'chromium', profile: 'test' })
  try {
    const scan = await practiceScanner(running.page)
    for (let turn = 0; turn < SCANS; turn++) {
      within.push(await scan())
      bus.push(await scanToPaint(counter))
    }
  } finally {
    await running.stop()
  }
  const [name, against] = ['report on the bus → painted line', 'in the station’s own program']
  return [
    row(`${name}, p50`, 'ms', median(bus), against, median(within), null),
    row(`${name}, p90`, 'ms', quantile(bus, 0.9), against, quantile(within, 0.9), null),
  ]
}

/** Gives the practice scanner its role; then what scans by it, and waits for the line. */
async function practiceScanner(page: Page): Promise<() => Promise<number>> {
  let acts = 0
  const ask = (name: string, input: unknown) => askIn(page, { name, input }, `a-hand-within-${++acts}`)
  const view = async () => JSON.parse(await viewIn(page)) as CashierView // main's own words
  await begin(page)
  await handOver(page, AS_MANAGER)
  const wished = await until(
    async () => {
      await ask('devices.look', {})
      const found = (await view()).devices?.found ?? []
      const role = 'scanner'
      const could = found.flatMap(({ device, makes }) =>
        makes.filter((each) => each.role === role).map(({ make }) => ({ role, device, make })),
      )
      return could[0] ?? null
    },
    'no practice scanner is found',
    SEEN_MS,
  )
  await ask('devices.assign', wished)
  await until(async () => ((await view()).lamps.scanner === 'ready' ? true : null), 'it is not ready', SEEN_MS)
  return async () =>
    paintedAfter(page, linesIn(await view()), () => void ask('training.use', { gadget: 'scanner', text: WATER }))
}
