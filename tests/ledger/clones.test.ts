import { describe, expect, it } from 'vitest'
import { makeRealClock } from '#drivers/clock/real'
import { openLedger } from '#drivers/ledger/postgres'
import { makeVirtualFeed } from '#drivers/ledger/virtual-feed'
import { ed25519In } from '#main/ed25519'
import { checkLedger } from '#main/ledger/check'
import { readBatch } from '#main/sync/batch'
import { asked, oneCluster } from './cluster.ts'
import { newIdentity } from './lives.ts'
import { projected } from './projecting.ts'
import { playThrough, type Left } from './through.ts'

/** Copied disks and restored backups, from the stations’ journals through the hub to the ledger. */
const TRIALS = 80
const LIMIT_MS = 600_000
const SENDER = { shop: 's01', station: '01' }
const identity = newIdentity()
const cluster = oneCluster()

/** The batches that the hub has, whoever’s. */
const batchesIn = ({ messages }: Left) => {
  const key = ed25519In(identity.publicKey)
  if (!key) throw new Error('no key')
  return messages.flatMap((message) => {
    const read = readBatch(SENDER, message, key)
    return read.is === 'batch' ? [read.batch] : []
  })
}

async function through(seed: number) {
  const left = await playThrough(seed, SENDER, identity)
  const { writer, owner, office } = await cluster().ledger(`trial_${seed}`)
  await office.enrol({ ...SENDER, publicKey: identity.publicKey })
  const ledger = openLedger(writer)
  const feed = makeVirtualFeed(() => left.messages, makeRealClock())
  const { said } = await projected(ledger, feed, left.messages.at(-1)?.place ?? 0)
  const records = await asked<{ branch: string; seq: string; hash: string }>(
    owner,
    'SELECT branch, seq, hash FROM ledger.records ORDER BY branch, seq',
  )
  const evidence = await asked<{ why: string; payload: Buffer }>(owner, 'SELECT why, payload FROM ledger.evidence')
  const checked = await checkLedger(office)
  await ledger.close()
  await office.close()
  return { left, said, records, evidence, checked }
}

describe('two programs with one name and one key, through to the ledger', () => {
  it(
    `leave each record once, and what is no part of a branch as evidence, ${TRIALS} times`,
    { timeout: LIMIT_MS },
    async () => {
      const met = new Map<string, number>()
      for (let seed = 1; seed <= TRIALS; seed++) {
        const { left, said, records, evidence, checked } = await through(seed)
        const hashes = records.map(({ hash }) => hash)
        const branches = [...new Set(records.map(({ branch }) => branch))]
        expect([seed, checked.faults, new Set(hashes).size]).toEqual([seed, [], hashes.length])
        // One branch a life: that of a copy is its original's, and only one of both goes on with it.
        const lives = left.as === 'clone' ? ['01-e1'] : ['01-e1', '01-e2']
        expect(lives).toEqual(expect.arrayContaining(branches))
        if (left.as === 'clone') expect(left.journals.some((all) => startsWith(all, hashes))).toBe(true)
        else expect(hashes.every((hash) => left.journals.some((all) => all.includes(hash)))).toBe(true)
        // Whatever a hub has of a station is in its ledger, or kept as it was.
        const kept = new Set(evidence.map(({ payload }) => payload.toString('latin1')))
        for (const { lines, first, branch } of batchesIn(left)) {
          const there = lines.every(({ hash }) => hashes.includes(hash))
          const isKept = left.messages.some(
            ({ headers, payload }) =>
              [headers['J-First'], headers['J-Branch']].join() === [first, branch].join() &&
              kept.has(Buffer.from(payload).toString('latin1')),
          )
          expect([seed, there || isKept]).toEqual([seed, true])
        }
        if (!left.isUnfenced && left.as === 'clone') expect(evidence).toEqual([])
        const newest = branches.at(-1)
        const head = records.findLast(({ branch }) => branch === newest)
        expect(said.get('s01.01')).toMatchObject({ seq: Number(head?.seq), hash: head?.hash })
        for (const what of [left.as, `${branches.length} branches`, ...evidence.map(({ why }) => why), ...left.states])
          met.set(what, (met.get(what) ?? 0) + 1)
      }
      process.stdout.write(`clones: ${JSON.stringify([...met])}\n`)
      expect([...met.keys()]).toEqual(expect.arrayContaining(['clone', 'restored', 'fork', 'frozen', '2 branches']))
    },
  )
})

const startsWith = (all: readonly string[], hashes: readonly string[]): boolean =>
  hashes.every((hash, nth) => all[nth] === hash)
