import { makeRealDisk } from '#drivers/disk/real'
import { survey } from '#journal/survey'
import type { Call } from '../driving/asking.ts'
import { join } from 'node:path'

/** What lies in a killed station's journal, against what it had acknowledged. */
export interface Comparison {
  readonly records: number
  /** Files they lie in. */
  readonly segments: number
  readonly missing: readonly string[]
  readonly doubled: readonly string[]
  /** What a verification of the journal finds wrong; a torn tail was never acknowledged and is no fault. */
  readonly faults: readonly string[]
  /** Calls that were under way when the kill came, and had been recorded all the same. */
  readonly survived: number
}

export async function compare(
  folder: string,
  acknowledged: ReadonlyMap<string, { readonly call: Call }>,
  deadAtMs: ReadonlyMap<string, number> = new Map(),
): Promise<Comparison> {
  const times = new Map<string, number[]>()
  const { records, segments, faults } = await survey({
    ...{ disk: makeRealDisk(), folder: join(folder, 'journal'), journal: null },
    onRecord: ({ record }) => void times.set(record.txn, [...(times.get(record.txn) ?? []), record.ts]),
  })
  return {
    records,
    segments,
    missing: [...acknowledged].filter(([txn]) => !times.has(txn)).map(([txn, { call }]) => `${call.name} ${txn}`),
    doubled: [...times].filter(([, all]) => all.length > 1).map(([txn]) => txn),
    faults: faults.map(({ kind, sequence, file }) => `record ${sequence} of ${file} is ${kind}`),
    survived: [...deadAtMs].filter(([txn, atMs]) => (times.get(txn)?.[0] ?? Infinity) <= atMs).length,
  }
}
