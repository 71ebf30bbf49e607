import { expect } from 'vitest'
import { ed25519In } from '#main/ed25519'
import type { Identity } from '#main/identity'
import { readBatch, type Sender } from '#main/sync/batch'
import { asked } from './cluster.ts'
import type { Left } from './through.ts'

/** What the ledger has of a station, branch by branch, and what it kept. */
export interface Kept {
  readonly records: readonly { readonly branch: string; readonly seq: string; readonly hash: string }[]
  readonly evidence: readonly { readonly why: string; readonly payload: Buffer }[]
}

export async function keptOf(owner: string, { shop, station }: Sender): Promise<Kept> {
  const of = 'WHERE shop = $1 AND station = $2'
  const records = `SELECT branch, seq, hash FROM ledger.records ${of} ORDER BY branch, seq`
  return {
    records: await asked<Kept['records'][number]>(owner, records, [shop, station]),
    evidence: await asked<Kept['evidence'][number]>(owner, `SELECT why, payload FROM ledger.evidence ${of}`, [
      ...[shop, station],
    ]),
  }
}

/**
 * Of two programs with one name and one key: each record once, one branch a life, and whatever else the hub has of them
 * as evidence. Gives what was met.
 */
export function expectBranches(
  seed: number,
  { left, kept, said }: { readonly left: Left; readonly kept: Kept; readonly said: unknown },
  { sender, identity }: { readonly sender: Sender; readonly identity: Identity },
): string[] {
  const { records, evidence } = kept
  const hashes = records.map(({ hash }) => hash)
  const branches = [...new Set(records.map(({ branch }) => branch))]
  expect([seed, new Set(hashes).size]).toEqual([seed, hashes.length])
  // One branch a life: that of a copy is its original's, and only one of both goes on with it.
  const lives = [1, 2].slice(0, left.as === 'clone' ? 1 : 2).map((epoch) => `${sender.station}-e${epoch}`)
  expect(lives).toEqual(expect.arrayContaining(branches))
  if (left.as === 'clone') expect(left.journals.some((all) => startsWith(all, hashes))).toBe(true)
  else expect(hashes.every((hash) => left.journals.some((all) => all.includes(hash)))).toBe(true)
  // Whatever a hub has of a station is in its ledger, or kept as it was.
  const payloads = new Set(evidence.map(({ payload }) => payload.toString('latin1')))
  for (const { lines, first, branch } of batchesIn(left, sender, identity)) {
    const there = lines.every(({ hash }) => hashes.includes(hash))
    const isKept = left.messages.some(
      ({ headers, payload }) =>
        [headers['J-First'], headers['J-Branch']].join() === [first, branch].join() &&
        payloads.has(Buffer.from(payload).toString('latin1')),
    )
    expect([seed, there || isKept]).toEqual([seed, true])
  }
  const newest = branches.at(-1)
  const head = records.findLast(({ branch }) => branch === newest)
  expect(said).toMatchObject({ seq: Number(head?.seq), hash: head?.hash })
  return [left.as, `${branches.length} branches`, ...evidence.map(({ why }) => why), ...left.states]
}

/** The batches that the hub has, whoever’s. */
function batchesIn({ messages }: Left, sender: Sender, identity: Identity) {
  const key = ed25519In(identity.publicKey)
  if (!key) throw new Error('no key')
  return messages.flatMap((message) => {
    const read = readBatch(sender, message, key)
    return read.is === 'batch' ? [read.batch] : []
  })
}

const startsWith = (all: readonly string[], hashes: readonly string[]): boolean =>
  hashes.every((hash, nth) => all[nth] === hash)

/** How often each was met. */
export function tallied(met: Map<string, number>, what: readonly string[]): void {
  for (const each of what) met.set(each, (met.get(each) ?? 0) + 1)
}
