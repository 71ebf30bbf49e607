import type { TillEvent } from '#domain/events'
import type { JournalRecord } from '#journal/line'
import type { CodeMessage } from '#main/authority/ports'

/** A code that was heard, as it was typed. */
export interface Given {
  readonly approval: string
  readonly code: string
}

interface Known {
  readonly made: Extract<TillEvent, { is: 'refund-code-made' }>['code']
  wrong: number
  isUsed: boolean
}

interface Heard {
  readonly given: readonly Given[]
  readonly sent: readonly Pick<CodeMessage, 'id' | 'code'>[]
}

const HOUR_MS = 3_600_000

/**
 * The journal, read by the rules of one-time codes and by nothing of the station's own: each refund by a live code for
 * just it, once, in time, in less than three wrong tries, and not of a sale that is locked. Gives the first breach.
 */
export function codesAmiss(records: readonly JournalRecord[], { given, sent }: Heard): string | null {
  const codes = new Map<string, Known>()
  const approvals = new Map<string, { code: string; receipt: string; amount: number; atMs: number }>()
  const deaths = new Map<string, number[]>()
  const locked = new Set<string>()
  for (const { ts, seq, body } of records) {
    const { event } = body as { event: TillEvent } // the till's own
    const at = `record ${seq}: `
    switch (event.is) {
      case 'refund-code-made':
        if (locked.has(event.code.receipt)) return `${at}a code for a locked sale`
        codes.set(event.code.id, { made: event.code, wrong: 0, isUsed: false })
        break
      case 'refund-code-refused': {
        const code = codes.get(event.id)
        if (!code || code.isUsed) return `${at}a wrong entry of no live code`
        if (++code.wrong > 3) return `${at}a fourth wrong entry was heard`
        if (code.wrong < 3) break
        const { receipt } = code.made
        const times = [...(deaths.get(receipt) ?? []).filter((ms) => ms > ts - HOUR_MS), ts]
        deaths.set(receipt, times.length >= 2 ? [] : times)
        if (times.length >= 2) locked.add(receipt)
        break
      }
      case 'refunds-unlocked':
        locked.delete(event.receipt)
        deaths.delete(event.receipt)
        break
      case 'approval-given': {
        const { id, code: used, subject, amount, act } = event.approval
        const code = codes.get(used ?? '')
        if (act !== 'refund') break
        if (!code) return `${at}a refund approved by no code`
        const { receipt, amount: of, madeMs, expiresMs } = code.made
        if (receipt !== subject || of !== amount) return `${at}a code for another refund`
        if (code.isUsed || code.wrong >= 3) return `${at}a code that is over was heard`
        if (ts >= expiresMs || ts < madeMs) return `${at}a code was heard out of its time`
        if (locked.has(receipt)) return `${at}a refund of a locked sale was approved`
        approvals.set(id, { code: code.made.id, receipt, amount, atMs: ts })
        break
      }
      case 'sale-refunded': {
        const approval = approvals.get(event.approval)
        const code = codes.get(approval?.code ?? '')
        if (!approval || !code) return `${at}a refund without a code`
        if (code.isUsed) return `${at}a code was used twice`
        if (approval.receipt !== event.receipt || approval.amount !== event.back)
          return `${at}another refund was approved`
        code.isUsed = true
        break
      }
      default:
    }
  }
  return heardAmiss(given, sent, approvals)
}

/** What was typed and heard is what had been sent. */
function heardAmiss(
  given: readonly Given[],
  sent: Heard['sent'],
  approvals: ReadonlyMap<string, { readonly code: string }>,
): string | null {
  for (const { approval, code } of given) {
    const kept = approvals.get(approval)
    if (!kept) return `an approval that was told is not on record: ${approval}`
    if (!sent.some((each) => each.id === kept.code && each.code === code)) return 'a code was heard that was never sent'
  }
  return null
}
