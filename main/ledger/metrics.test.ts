import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { serveMetrics } from '#drivers/ledger/metrics-server'
import { LedgerFault } from '#drivers/ledger/port'
import { ROOT } from '../../tests/sources.ts'
import { readPrometheus } from '../../tests/world/prometheus.ts'
import { metricsText, type MetricsParts } from './metrics.ts'
import type { ProjectorState } from './projector.ts'

/** What monitoring reads, by a reader that is not ours to please. */
const NOW_MS = 1_777_856_400_000
const STATE: ProjectorState = { hub: 'up', ledger: 'up', committedMs: NOW_MS - 2_500, rescans: 1 }
const NEW = { branch: null, seq: null, hash: null, ts: null }
const LEDGER: MetricsParts['ledger'] = {
  place: () => Promise.resolve({ place: 77, mark: 'x' }),
  standing: () =>
    Promise.resolve([
      { shop: 's01', station: '01', branch: '01-e1', seq: 12, hash: 'h', ts: NOW_MS - 61_500, enrolled: true },
      { shop: 's"0\\2\n', station: '01', ...NEW, enrolled: false },
    ]),
  lacking: () =>
    Promise.resolve([
      {
        ...{ shop: 's01', station: '01', branch: '01-e1', upTo: 20, newest: '01-e1', seq: 12, hash: 'h', place: 3 },
      },
    ]),
  encounters: () =>
    Promise.resolve([
      { shop: 's01', station: '01', why: 'fork', times: 2 },
      { shop: 's01', station: '01', why: 'junk', times: 9 },
    ]),
}
const text = (parts: Partial<MetricsParts> = {}) =>
  metricsText({ ledger: LEDGER, state: () => STATE, nowMs: () => NOW_MS, ...parts })

const P = 'cashier_ledger_'

describe('the metrics', () => {
  it('say how each station stands, and how the ledger does', async () => {
    const { samples, types } = readPrometheus(await text())
    const one = { shop: 's01', station: '01' }
    const odd = { shop: 's"0\\2\n', station: '01' }
    expect(samples).toEqual([
      { name: `${P}up`, labels: {}, value: 1 },
      { name: `${P}hub_up`, labels: {}, value: 1 },
      { name: `${P}hub_rescans`, labels: {}, value: 1 },
      { name: `${P}last_commit_timestamp_seconds`, labels: {}, value: 1_777_856_397.5 },
      { name: `${P}cursor`, labels: {}, value: 77 },
      { name: `${P}station_enrolled`, labels: one, value: 1 },
      { name: `${P}station_enrolled`, labels: odd, value: 0 },
      { name: `${P}station_newest_seq`, labels: one, value: 12 },
      { name: `${P}station_lag_seconds`, labels: one, value: 61.5 },
      { name: `${P}station_lacking`, labels: one, value: 8 },
      { name: `${P}evidence`, labels: { ...one, why: 'fork' }, value: 2 },
      { name: `${P}junk`, labels: one, value: 9 },
    ])
    expect([...types.values()].every((type) => type === 'gauge')).toBe(true)
  })

  it('say that the ledger does not answer, and that the hub is not there', async () => {
    const place = () => Promise.reject(new LedgerFault('gone'))
    const state = (): ProjectorState => ({ ...STATE, hub: 'unreachable', committedMs: null })
    const { samples } = readPrometheus(await text({ ledger: { ...LEDGER, place }, state }))
    expect(samples.map(({ name, value }) => [name, value])).toEqual([
      ...[
        [`${P}up`, 0],
        [`${P}hub_up`, 0],
        [`${P}hub_rescans`, 1],
      ],
    ])
  })

  it('are served on this machine alone, to whoever asks for them and for nothing else', async () => {
    let made = 0
    const server = await serveMetrics(0, () => {
      made++
      return text()
    })
    const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init)
    const answers = await Promise.all([at('/metrics'), at('/metrics')])
    for (const answer of answers) {
      expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
      expect(readPrometheus(await answer.text()).samples).toHaveLength(12)
    }
    expect(made).toBeGreaterThan(0)
    expect([(await at('/')).status, (await at('/metrics', { method: 'POST' })).status]).toEqual([404, 404])
    await server.close()
  })

  it('are named by the example of alerts as they are', async () => {
    const alerts = readFileSync(join(ROOT, 'build/hub/alerts.example.yml'), 'utf8')
    const { types } = readPrometheus(await text())
    const named = [...alerts.matchAll(/cashier_ledger_\w+/g)].map(([name]) => name)
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !types.has(name))).toEqual([])
  })
})
