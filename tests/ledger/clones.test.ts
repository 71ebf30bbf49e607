import { describe, expect, it } from 'vitest'
import { makeRealClock } from '#drivers/clock/real'
import { openLedger } from '#drivers/ledger/postgres'
import { makeVirtualFeed } from '#drivers/ledger/virtual-feed'
import { checkLedger } from '#main/ledger/check'
import { expectBranches, keptOf, tallied } from './branches.ts'
import { oneCluster } from './cluster.ts'
import { newIdentity } from './lives.ts'
import { projected } from './projecting.ts'
import { playThrough, twinBetween } from './through.ts'

/** Copied disks and restored backups, from the stations’ journals through the hub’s twin to the ledger. */
const TRIALS = 80
const LIMIT_MS = 600_000
const WHO = { sender: { shop: 's01', station: '01' }, identity: newIdentity() }
const cluster = oneCluster()

async function through(seed: number) {
  const left = await playThrough(seed, WHO, twinBetween(WHO.sender))
  const { writer, owner, office } = await cluster().ledger(`trial_${seed}`)
  await office.enrol({ ...WHO.sender, publicKey: WHO.identity.publicKey })
  const ledger = openLedger(writer)
  const feed = makeVirtualFeed(() => left.messages, makeRealClock())
  const { said } = await projected(ledger, feed, left.messages.at(-1)?.place ?? 0)
  const kept = await keptOf(owner, WHO.sender)
  expect([seed, (await checkLedger(office)).faults]).toEqual([seed, []])
  await ledger.close()
  await office.close()
  if (!left.isUnfenced && left.as === 'clone') expect([seed, kept.evidence]).toEqual([seed, []])
  return expectBranches(seed, { left, kept, said: said.get('s01.01') }, WHO)
}

describe('two programs with one name and one key, through to the ledger', () => {
  it(
    `leave each record once, and what is no part of a branch as evidence, ${TRIALS} times`,
    { timeout: LIMIT_MS },
    async () => {
      const met = new Map<string, number>()
      for (let seed = 1; seed <= TRIALS; seed++) tallied(met, await through(seed))
      process.stdout.write(`clones: ${JSON.stringify([...met])}\n`)
      expect([...met.keys()]).toEqual(expect.arrayContaining(['clone', 'restored', 'fork', 'frozen', '2 branches']))
    },
  )
})
