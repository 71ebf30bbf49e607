import type { Ledger } from '#drivers/ledger/port'
import type { ProjectorState } from './projector.ts'

type Labels = Readonly<Record<string, string>>
interface Sample {
  readonly labels?: Labels
  readonly value: number
}
interface Metric {
  readonly name: string
  readonly help: string
  readonly samples: readonly Sample[]
}

export interface MetricsParts {
  readonly ledger: Pick<Ledger, 'standing' | 'encounters' | 'place' | 'lacking'>
  readonly state: () => ProjectorState
  readonly nowMs: () => number
}

const MS = 1_000
const JUNK = 'junk'

/** How the ledger stands, in Prometheus' text format. What can not be asked just now is left out, and said. */
export async function metricsText(parts: MetricsParts): Promise<string> {
  const { hub, committedMs, rescans } = parts.state()
  const own = [
    gauge('hub_up', '1 while the hub is being read', [{ value: hub === 'up' ? 1 : 0 }]),
    gauge('hub_rescans', 'how often the hub was not as it was, and read from its beginning', [{ value: rescans }]),
    gauge('last_commit_timestamp_seconds', 'when this program last wrote into the ledger', [
      ...(committedMs === null ? [] : [{ value: committedMs / MS }]),
    ]),
  ]
  const asked = await askedOf(parts)
  const up = gauge('up', '1 while the ledger answers', [{ value: asked ? 1 : 0 }])
  return [up, ...own, ...(asked ?? [])].map(textOf).join('')
}

async function askedOf({ ledger, nowMs }: MetricsParts): Promise<Metric[] | null> {
  try {
    const [standing, met, { place }] = [await ledger.standing(), await ledger.encounters(), await ledger.place()]
    const lacking = await ledger.lacking()
    const stations = standing.map((each) => ({ ...each, labels: { shop: each.shop, station: each.station } }))
    const known = stations.flatMap(({ labels, seq, ts }) => (seq === null || ts === null ? [] : [{ labels, seq, ts }]))
    const counts = met.map(({ shop, station, why, times }) => ({ labels: { shop, station, why }, value: times }))
    return [
      gauge('cursor', 'the place in the hub up to which it has been read', [{ value: place }]),
      gauge('station_enrolled', '1 for a station with a key that is not revoked', [
        ...stations.map(({ labels, enrolled }) => ({ labels, value: enrolled ? 1 : 0 })),
      ]),
      gauge('station_newest_seq', 'number of its newest record', [
        ...known.map(({ labels, seq }) => ({ labels, value: seq })),
      ]),
      gauge('station_lag_seconds', 'since its newest record was written, by its clock and ours', [
        ...known.map(({ labels, ts }) => ({ labels, value: (nowMs() - ts) / MS })),
      ]),
      gauge(
        'station_lacking',
        'records that it sent and that are not in the ledger since what comes before is missing',
        [...lacking.map(({ shop, station, seq, upTo }) => ({ labels: { shop, station }, value: upTo - seq }))],
      ),
      gauge('evidence', 'batches that were refused and kept', [...counts.filter(({ labels }) => labels.why !== JUNK)]),
      gauge('junk', 'messages in the hub that are no batch of their station', [
        ...counts
          .filter(({ labels }) => labels.why === JUNK)
          .map(({ labels: { shop, station }, value }) => ({ labels: { shop, station }, value })),
      ]),
    ]
  } catch {
    // A LedgerFault, which the projector meets and logs too.
    return null
  }
}

const PREFIX = 'cashier_ledger_'
const gauge = (name: string, help: string, samples: readonly Sample[]): Metric => ({
  ...{ name: PREFIX + name, help, samples },
})

function textOf({ name, help, samples }: Metric): string {
  const lines = samples.map(({ labels = {}, value }) => `${name}${labelsOf(labels)} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`
}

function labelsOf(labels: Labels): string {
  const words = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return words.length === 0 ? '' : `{${words.join(',')}}`
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
