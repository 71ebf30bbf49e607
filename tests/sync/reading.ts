import { readJournalName } from '#journal/epoch'
import { readLine, type JournalRecord } from '#journal/line'
import { FOLDER } from '../world/world.ts'

/** A machine's journal, read from its disk by nobody's leave. */
export interface Lived {
  readonly bytes: Buffer
  readonly records: readonly (JournalRecord & { readonly hash: string })[]
  /** Of its last record. */
  readonly epoch: number
}

export function lifeIn(files: ReadonlyMap<string, Buffer>): Lived {
  const segments = [...files].filter(([path]) => path.startsWith(`${FOLDER}/journal/`) && path.endsWith('.jsonl'))
  const bytes = Buffer.concat(segments.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each))
  const records = []
  for (let at = 0; at < bytes.length;) {
    const read = readLine(bytes, at)
    if (read.is !== 'line') break
    records.push({ ...read.line.record, hash: read.line.hash })
    at += read.line.bytes
  }
  return { bytes, records, epoch: readJournalName(records.at(-1)?.j ?? '')?.epoch ?? 1 }
}

interface Event {
  readonly is: string
  readonly receipt?: string
  readonly order?: { readonly attempt: string }
  readonly parts?: readonly { readonly sent: { readonly order: { readonly attempt: string } } | null }[]
}
const eventOf = ({ body }: JournalRecord): Event => (body as { event: Event }).event

/** What a record gives that nobody else may give: a receipt's number, the names of orders. */
function numbersIn(record: JournalRecord): string[] {
  const { is, receipt, order, parts = [] } = eventOf(record)
  const orders = [order, ...parts.map(({ sent }) => sent?.order)].flatMap((each) => each?.attempt ?? [])
  return [...(is === 'sale-paid' && receipt !== undefined ? [receipt] : []), ...orders]
}

/**
 * What does not hold of the numbers that all these lives gave; null where all does. One that was given twice was given
 * in an epoch that no manager's decision nor a restore began, and by a machine that did not know yet; but that the sale
 * is ended which was open when it came to know.
 */
export function numbersAmiss(lives: readonly Lived[]): { readonly broken: string | null; readonly doubled: number } {
  const given = new Map<string, Map<string, { readonly knew: boolean; readonly epoch: number }>>()
  for (const { records } of lives) {
    let [knew, isOpen, isEnded] = [false, false, false]
    for (const record of records) {
      const { is } = eventOf(record)
      if (is === 'branch-parted' && !knew) [knew, isEnded] = [true, isOpen]
      if (is === 'branch-joined' || is === 'epoch-began') knew = false
      if (is === 'goods-added') isOpen = true
      for (const number of numbersIn(record)) {
        const by = given.get(number) ?? new Map<string, { knew: boolean; epoch: number }>()
        given.set(number, by.set(record.hash, { knew, epoch: readJournalName(record.j)?.epoch ?? 0 }))
        if (knew && !isEnded)
          return { broken: `record ${record.seq} gives ${number} where a manager is to decide`, doubled: 0 }
      }
      if (is === 'sale-paid') [isOpen, isEnded] = [false, false]
    }
  }
  let doubled = 0
  for (const [number, by] of given) {
    if (by.size === 1) continue
    doubled++
    const later = [...by.values()].find(({ epoch }) => epoch > 1)
    if (later) return { broken: `${number} is given ${by.size} times in epoch ${later.epoch}`, doubled }
  }
  return { broken: null, doubled }
}
