import type { Of } from '#domain/events'
import type { Till } from '#domain/till'
import { DiskFault } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import { FileRefused } from '#journal/durable-file'
import type { Acts } from '../acts.ts'
import { policyIn, type PolicyPlace } from '../head-office/policy-file.ts'
import type { PolicyDocument } from '../head-office/policy.ts'

export interface FromHeadOfficeParts extends PolicyPlace {
  readonly acts: Acts
  readonly random: Random
  readonly log: Log
}

/** Writes down the policy that head office set, once; one that may not be changes nothing and is a finding. */
export async function applyPolicy({ acts, random, log, ...place }: FromHeadOfficeParts): Promise<void> {
  try {
    const judged = await policyIn(place, acts.till())
    if (judged?.ok === false) log.note('the policy of head office was not taken', { why: judged.why })
    if (judged?.ok !== true) return
    await acts.happened(random.id(), (till) => policySet(till, judged.value))
  } catch (cause) {
    if (!(cause instanceof DiskFault || cause instanceof FileRefused)) throw cause
    log.fault('the policy of head office could not be read', cause)
  }
}

export function policySet(till: Till, document: PolicyDocument): Of<'policy-set'> | null {
  const { rows, offlineRefundMax, codeMinutes, locked, issuedMs } = document
  if (till.policyIssuedMs !== null && issuedMs <= till.policyIssuedMs) return null
  const version = till.policy.version + 1
  return { is: 'policy-set', policy: { version, rows, offlineRefundMax, codeMinutes, locked }, by: null, issuedMs }
}
