import type { Approval } from '#domain/authority'
import type { Of, TillEvent } from '#domain/events'
import type { JournalRecord } from '#journal/line'
import type { CodeMessage } from '#main/authority/ports'

/** What was said yes to, and the code that was typed for it; null: an authenticator stood for one. */
export interface Given {
  readonly approval: string
  readonly code: string | null
}

interface Heard {
  readonly given: readonly Given[]
  readonly sent: readonly Pick<CodeMessage, 'id' | 'code'>[]
}

interface Known {
  readonly made: Of<'refund-code-made'>['code']
  wrong: number
  is: 'live' | 'used' | 'replaced'
}

interface Yes {
  readonly approval: Approval
  readonly code: Known | null
  isUsed: boolean
}

const HOUR_MS = 3_600_000
/** So many wrong entries of a code, and so many dead codes of a sale within an hour. */
const WRONG_MAX = 3
const DEAD_MAX = 2
const CHANGES_HANDS: ReadonlySet<TillEvent['is']> = new Set(['signed-in', 'locked', 'started', 'epoch-began'])
/** What a code is for. */
const CODE_FOR = ['goods', 'amount', 'station', 'epoch'] as const

/**
 * The journal, read by the rules of one-time codes and by nothing of the station's own: each refund by a live code for
 * just it, or by an authenticator's step that opened nothing else; once, in time, in less than three wrong tries, and
 * not of a sale that is locked. Gives the first breach.
 */
export function codesAmiss(records: readonly JournalRecord[], { given, sent }: Heard): string | null {
  const reading = new Reading()
  for (const { ts, seq, body } of records) {
    const { event } = body as { event: TillEvent } // the till's own
    const amiss = reading.read(event, ts)
    if (amiss !== null) return `record ${seq}: ${amiss}`
  }
  for (const { approval, code } of given) {
    const by = reading.told.get(approval)
    if (by === undefined) return `an approval that was told is not on record: ${approval}`
    if (code !== null && !sent.some((each) => each.id === by && each.code === code))
      return 'a code was heard that was never sent'
  }
  return null
}

class Reading {
  /** The code that each approval was given by; null where it was none. */
  readonly told = new Map<string, string | null>()
  private readonly codes = new Map<string, Known>()
  /** Of whoever is on duty now. */
  private readonly open = new Map<string, Yes>()
  private readonly deaths = new Map<string, readonly number[]>()
  private readonly locked = new Set<string>()
  /** The newest step of each authenticator that opened something. */
  private readonly steps = new Map<string, number>()
  private offlineMax = Infinity

  read(event: TillEvent, ts: number): string | null {
    if (event.is === 'refund-code-made') return this.made(event)
    if (event.is === 'refund-code-refused') return this.refused(event, ts)
    if (event.is === 'approval-given') return this.approved(event, ts)
    if (event.is === 'sale-refunded') return this.refunded(event)
    if (event.is === 'slip-again') return this.copied(event)
    if (event.is === 'policy-set') this.offlineMax = event.policy.offlineRefundMax
    if (event.is === 'authenticator-set') this.steps.set(event.operator, event.step)
    if (CHANGES_HANDS.has(event.is)) this.open.clear()
    if (event.is === 'refunds-unlocked') {
      this.locked.delete(event.receipt)
      this.deaths.delete(event.receipt)
    }
    return null
  }

  private made({ code }: Of<'refund-code-made'>): string | null {
    const { id, receipt } = code
    for (const each of this.codes.values()) {
      if (each.made.receipt === receipt && each.is === 'live') each.is = 'replaced'
    }
    this.codes.set(id, { made: code, wrong: 0, is: 'live' })
    return this.locked.has(receipt) ? 'a code for a locked sale' : null
  }

  private refused({ id }: Of<'refund-code-refused'>, ts: number): string | null {
    const code = this.codes.get(id)
    if (code?.is !== 'live') return 'a wrong entry of no live code'
    code.wrong++
    if (code.wrong > WRONG_MAX) return 'a fourth wrong entry was heard'
    if (code.wrong < WRONG_MAX) return null
    const { receipt } = code.made
    const times = [...(this.deaths.get(receipt) ?? []).filter((ms) => ms > ts - HOUR_MS), ts]
    this.deaths.set(receipt, times.length >= DEAD_MAX ? [] : times)
    if (times.length >= DEAD_MAX) this.locked.add(receipt)
    return null
  }

  private approved({ approval }: Of<'approval-given'>, ts: number): string | null {
    const { id, code: by, subject } = approval
    const code = this.codes.get(by ?? '') ?? null
    this.told.set(id, by)
    if (approval.act === 'refund') {
      const amiss = code ? badCode(code, approval, ts) : this.badFactor(approval)
      if (amiss !== null) return amiss
      if (this.locked.has(subject)) return 'a refund of a locked sale was approved'
    }
    this.open.set(id, { approval, code, isUsed: false })
    return null
  }

  /** An authenticator stands for a code that could not be sent, for little money. */
  private badFactor({ factor, approver, amount, offline }: Approval): string | null {
    if (!offline || factor?.is !== 'totp') return 'a refund approved by no code and no authenticator'
    if (amount > this.offlineMax) return 'more than may go back without a code'
    const open = [...this.open.values()].flatMap(({ approval: { approver: whose, factor: by } }) =>
      whose === approver && by?.is === 'totp' ? [by.step] : [],
    )
    const newest = Math.max(this.steps.get(approver) ?? -1, ...open)
    return factor.step > newest ? null : 'a step of an authenticator was heard twice'
  }

  private refunded({ approval: id, receipt, back, quantities }: Of<'sale-refunded'>): string | null {
    const by = this.open.get(id)
    const goods = quantities.flatMap((quantity, place) => (quantity > 0 ? [`${place}×${quantity}`] : [])).join(' ')
    const amiss = useUp(by, { act: 'refund', subject: receipt, goods })
    if (!by || amiss !== null) return amiss
    const { approval, code } = by
    if (approval.amount !== back) return 'another amount was approved'
    if (code && code.is !== 'live') return `a code that is ${code.is} was used`
    if (code) code.is = 'used'
    if (approval.factor?.is !== 'totp') return null
    const { step } = approval.factor
    if (step <= (this.steps.get(approval.approver) ?? -1)) return 'a step of an authenticator was used twice'
    this.steps.set(approval.approver, step)
    return null
  }

  private copied({ approval = null, receipt, slip }: Of<'slip-again'>): string | null {
    return approval === null ? null : useUp(this.open.get(approval), { act: 'reprint', subject: receipt, goods: slip })
  }
}

function badCode({ made, is, wrong }: Known, approval: Approval, ts: number): string | null {
  if (made.receipt !== approval.subject) return 'a code for another sale'
  const differs = CODE_FOR.find((part) => made[part] !== approval[part])
  if (differs !== undefined) return `a code for another refund: another ${differs}`
  if (is !== 'live' || wrong >= WRONG_MAX) return 'a code that is over was heard'
  return ts >= made.expiresMs || ts < made.madeMs ? 'a code was heard out of its time' : null
}

function useUp(by: Yes | undefined, wanted: Pick<Approval, 'act' | 'subject' | 'goods'>): string | null {
  if (!by) return 'an act without an approval'
  if (by.isUsed) return 'an approval was used twice'
  by.isUsed = true
  const { act, subject, goods } = by.approval
  return act === wanted.act && subject === wanted.subject && goods === wanted.goods ? null : 'another act was approved'
}
