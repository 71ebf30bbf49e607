import type { PaymentEvent, PaymentState } from '#domain/payment'

type At = PaymentState['at']
type Is = PaymentEvent['is'] | 'another amount' | 'approved partly'

/** What was never asked of an order in this state says nothing of it. */
const UNASKED = 'an answer to what was not asked'
const KEPT = 'its word is kept; what comes later is the same word again, or late'
const UNDOING = 'the undoing is right whatever is still said of it'
const LOOKED = 'a person has looked at the statement; nothing late knows more'

/** Why each cell of the payment machine's table is as it is; `*` stands for every event that is not named. */
export const REASONS: Readonly<Record<At, Partial<Record<Is, string>> & { readonly '*': string }>> = {
  asked: {
    approved: 'the yes that was asked for',
    'approved partly': 'a yes for less, as it says itself: the rest is paid otherwise',
    'another amount': 'not the yes that was asked for: undone, or for a person',
    declined: 'the acquirer’s no',
    'not-sent': 'nothing left the till, so nothing can be charged',
    silence: 'charged or not: as its port settles it',
    'given-up': 'on its way, it can not be called back, only undone; of what goes back it is asked whether it went',
    restarted: 'whether it left before the end nobody knows: like silence',
    '*': UNASKED,
  },
  unknown: {
    approved: 'found, or told late: it was charged for this amount',
    'approved partly': 'found, or told late: charged for less, as it says itself',
    'another amount': 'charged for another amount: undone, or for a person',
    declined: 'found, or told late: it was not charged',
    'not-found': 'it may still be travelling: closed, never taken for a no',
    'given-up': 'closed, where that can be done; what goes back is only asked after from now on',
    'not-sent': 'given up before it left; else an answer to what was not asked',
    'still-open': 'nobody has decided yet: asked again later',
    silence: 'asked again later',
    restarted: 'asked again, where it can be',
    retry: 'asked again, where it can be',
    decided: 'a manager’s word by the statement',
    '*': UNASKED,
  },
  approved: { '*': KEPT },
  declined: {
    approved: 'a yes after the no: charged all the same, so it is undone',
    'approved partly': 'a yes after the no: charged all the same, so it is undone',
    'another amount': 'a yes after the no: charged all the same, so it is undone',
    '*': 'nothing is charged and nothing is asked',
  },
  reversing: {
    'reversal-confirmed': 'undone',
    'reversal-failed': 'again, three times in a row at most',
    restarted: 'whether the reversal left nobody knows; it may be sent twice',
    retry: 'sent again, which does no more',
    decided: 'the machine is not done yet',
    'not-sent': 'given up before it left: there is nothing to undo',
    '*': UNDOING,
  },
  stuck: {
    'reversal-confirmed': 'a late yes to the reversal',
    'reversal-failed': 'counted',
    retry: 'before the next order, and by the clock',
    restarted: 'waits for its next try',
    decided: 'a manager’s word by the statement',
    'not-sent': 'given up before it left: there is nothing to undo',
    '*': UNDOING,
  },
  reversed: {
    approved: 'charged after it was undone: undone again',
    'approved partly': 'charged after it was undone: undone again',
    'another amount': 'charged after it was undone: undone again',
    '*': 'nothing is charged and nothing is asked',
  },
  decided: { '*': LOOKED },
}

export const reasonFor = (at: At, is: Is): string => REASONS[at][is] ?? REASONS[at]['*']
