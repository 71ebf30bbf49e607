import { isBetweenSales, postedOf, type Applied } from '#domain/in-force'
import type { BodyOf } from '#domain/postings'
import { operatorNumbered } from '#domain/duty'
import { refused } from '#domain/result'
import type { Till } from '#domain/till'
import type { Random } from '#drivers/random/port'
import { plan, type Acts, type Planned } from '../acts.ts'
import { policySet } from '../authority/from-head-office.ts'
import { takePolicy, type PolicyPlace } from '../head-office/policy-file.ts'
import { PolicyDocument } from '../head-office/policy.ts'
import type { Secrets } from '../operators/secrets.ts'
import type { Sold } from './sold.ts'

export interface ApplyingParts extends PolicyPlace {
  readonly acts: Acts
  readonly random: Random
  readonly secrets: Pick<Secrets, 'drafts' | 'follow'>
  readonly sold: Sold
}

/**
 * Applies what is due: what goes with it first, and last the record that it is applied, so that a program that dies
 * begins it again. Each record is written between two sales or not at all. False where nothing came of it.
 * Throws DiskFault and FileRefused.
 */
export async function applyDue(parts: ApplyingParts, due: Applied): Promise<boolean> {
  const { acts, random } = parts
  const { now, next } = postedOf(acts.till(), due.kind, due.scope)
  const one = next ?? now
  if (one?.digest !== due.digest) return false
  const { body } = one
  if (body.kind === 'operators') return applyOperators(parts, due, body)
  if (body.kind === 'catalogue' && !(await parts.sold.prepare({ lists: due.lists, body }))) {
    return false
  }
  if (body.kind === 'policy' && !(await applyPolicyDocument(parts, body))) return false
  if (body.kind === 'standing' && !(await applyStanding(parts, body))) return false
  const written = await acts.happened(random.id(), (till) => stillDue(till, due))
  return written.ok && !isWaiting(acts.till(), due)
}

/** As it was found due, if it is so by now. */
function stillDue(till: Till, due: Applied): Applied | null {
  const { now, next } = postedOf(till, due.kind, due.scope)
  const one = next ?? now
  const isSame = one?.digest === due.digest && (next !== null || due.lists > (now?.lists ?? 0))
  // What was due stays due, whatever the clock was set to meanwhile: a sale is what it waits for.
  return isSame && isBetweenSales(till) ? due : null
}

const isWaiting = (till: Till, { kind, scope, digest, lists }: Applied): boolean => {
  const { now, next } = postedOf(till, kind, scope)
  return next?.digest === digest || (now?.digest === digest && now.lists < lists)
}

/**
 * Who is new gets a place for their secrets before the record, as where a manager adds somebody; who is gone loses
 * theirs after it.
 */
async function applyOperators(
  parts: ApplyingParts,
  due: Applied,
  { operators }: BodyOf<'operators'>,
): Promise<boolean> {
  const { acts, random, secrets } = parts
  const answer = await acts.act(random.id(), async (till): Promise<Planned<object, 'not-due'>> => {
    const event = stillDue(till, due)
    if (!event) return refused('not-due')
    await secrets.follow(
      operators.filter(({ number }) => !operatorNumbered(till, number)),
      till.postings.removed,
    )
    return plan({ event, answer: {} })
  })
  if (!answer.ok) return false
  await acts.act(random.id(), async (till): Promise<Planned<object, 'no-record'>> => {
    await secrets.follow(till.operators, till.postings.removed)
    return refused('no-record')
  })
  return true
}

/** The record, then the file that the station reads at each start: one that is older than its record is a finding. */
async function applyPolicyDocument(parts: ApplyingParts, { document }: BodyOf<'policy'>): Promise<boolean> {
  const { acts, random } = parts
  const parsed = PolicyDocument.parse(JSON.parse(document))
  await acts.happened(random.id(), (till) => (isBetweenSales(till) ? policySet(till, parsed) : null))
  if ((acts.till().policyIssuedMs ?? -1) < parsed.issuedMs) return false
  await takePolicy(parts, document)
  return true
}

/** What is demanded and taken back, each once, by its name. */
async function applyStanding(parts: ApplyingParts, { demand, secrets }: BodyOf<'standing'>): Promise<boolean> {
  const { acts, random } = parts
  if (demand) {
    const { token, graceMs } = demand
    await acts.happened(random.id(), (till) =>
      isBetweenSales(till) && !isUsed(till, token)
        ? { is: 'activation-demanded', why: 'head-office', graceMs, token, by: null }
        : null,
    )
    if (!isUsed(acts.till(), token)) return false
  }
  for (const each of secrets) if (!(await revoked(parts, each))) return false
  return true
}

const isUsed = ({ activation }: Till, token: string): boolean => activation.used.includes(token)

type Revocation = BodyOf<'standing'>['secrets'][number]

/** Also where it is not set: what is set later was not meant. Of somebody who does not work here nothing is taken. */
async function revoked({ acts, random, secrets }: ApplyingParts, revocation: Revocation): Promise<boolean> {
  const { token, operator, secret } = revocation
  const txn = random.id()
  const answer = await acts.act(txn, async (till): Promise<Planned<object, 'done' | 'sale-open'>> => {
    if (isUsed(till, token) || !operatorNumbered(till, operator)) return refused('done')
    if (!isBetweenSales(till)) return refused('sale-open')
    if (secret === 'totp') await secrets.drafts.setAuthenticator(txn, operator, null)
    else await secrets.drafts.revoke(txn, operator, secret)
    return plan({ event: { is: 'secret-revoked', secret, operator, by: null, token }, answer: {} })
  })
  return answer.ok || answer.why === 'done'
}
