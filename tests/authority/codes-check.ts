import type { Of, TillEvent } from '#domain/events'
import type { JournalRecord } from '#journal/line'
import type { CodeMessage } from '#main/authority/ports'

/** A code that was heard, as it was typed. */
export interface Given {
  readonly approval: string
  readonly code: string
}

interface Heard {
  readonly given: readonly Given[]
  readonly sent: readonly Pick<CodeMessage, 'id' | 'code'>[]
}

interface Known {
  readonly made: Of<'refund-code-made'>['code']
  wrong: number
  isUsed: boolean
}

const HOUR_MS = 3_600_000

/**
 * The journal, read by the rules of one-time codes and by nothing of the station's own: each refund by a live code for
 * just it, once, in time, in less than three wrong tries, and not of a sale that is locked. Gives the first breach.
 */
export function codesAmiss(records: readonly JournalRecord[], { given, sent }: Heard): string | null {
  const reading = new Reading()
  for (const { ts, seq, body } of records) {
    const { event } = body as { event: TillEvent } // the till's own
    const amiss = reading.read(event, ts)
    if (amiss !== null) return `record ${seq}: ${amiss}`
  }
  for (const { approval, code } of given) {
    const by = reading.codeOf(approval)
    if (by === null) return `an approval that was told is not on record: ${approval}`
    if (!sent.some((each) => each.id === by && each.code === code)) return 'a code was heard that was never sent'
  }
  return null
}

class Reading {
  private readonly codes = new Map<string, Known>()
  private readonly approvals = new Map<string, { readonly code: Known; readonly amount: number }>()
  private readonly deaths = new Map<string, readonly number[]>()
  private readonly locked = new Set<string>()

  codeOf(approval: string): string | null {
    return this.approvals.get(approval)?.code.made.id ?? null
  }

  read(event: TillEvent, ts: number): string | null {
    if (event.is === 'refund-code-made') return this.made(event)
    if (event.is === 'refund-code-refused') return this.refused(event, ts)
    if (event.is === 'approval-given' && event.approval.act === 'refund') return this.approved(event, ts)
    if (event.is === 'sale-refunded') return this.refunded(event)
    if (event.is === 'refunds-unlocked') {
      this.locked.delete(event.receipt)
      this.deaths.delete(event.receipt)
    }
    return null
  }

  private made({ code }: Of<'refund-code-made'>): string | null {
    this.codes.set(code.id, { made: code, wrong: 0, isUsed: false })
    return this.locked.has(code.receipt) ? 'a code for a locked sale' : null
  }

  private refused({ id }: Of<'refund-code-refused'>, ts: number): string | null {
    const code = this.codes.get(id)
    if (!code || code.isUsed) return 'a wrong entry of no live code'
    code.wrong++
    if (code.wrong > 3) return 'a fourth wrong entry was heard'
    if (code.wrong < 3) return null
    const { receipt } = code.made
    const times = [...(this.deaths.get(receipt) ?? []).filter((ms) => ms > ts - HOUR_MS), ts]
    this.deaths.set(receipt, times.length >= 2 ? [] : times)
    if (times.length >= 2) this.locked.add(receipt)
    return null
  }

  private approved({ approval }: Of<'approval-given'>, ts: number): string | null {
    const { id, code: by, subject, amount } = approval
    const code = this.codes.get(by ?? '')
    if (!code) return 'a refund approved by no code'
    const { receipt, amount: of, madeMs, expiresMs } = code.made
    if (receipt !== subject || of !== amount) return 'a code for another refund'
    if (code.isUsed || code.wrong >= 3) return 'a code that is over was heard'
    if (ts >= expiresMs || ts < madeMs) return 'a code was heard out of its time'
    this.approvals.set(id, { code, amount })
    return this.locked.has(receipt) ? 'a refund of a locked sale was approved' : null
  }

  private refunded({ approval, receipt, back }: Of<'sale-refunded'>): string | null {
    const by = this.approvals.get(approval)
    if (!by) return 'a refund without a code'
    if (by.code.isUsed) return 'a code was used twice'
    by.code.isUsed = true
    return by.code.made.receipt === receipt && by.amount === back ? null : 'another refund was approved'
  }
}
