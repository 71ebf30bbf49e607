/** What a terminal did, by the ServiceID of the request: the other side's truth. */
export interface Booked {
  readonly kind: 'Payment' | 'Reversal'
  readonly service: string
  /** Fen. */
  readonly amount: number
  /** How often the request came, and how often money moved by it. */
  asked: number
  moved: number
  /** How often somebody asked what became of it. */
  lookedUp: number
  state: 'open' | 'approved' | 'declined'
  why: string | null
  giveUp: boolean
  readonly number: number
}

export interface Books {
  /** A request came. One that came before is carried out once more: that is for the other side never to do. */
  readonly begin: (kind: Booked['kind'], service: string, amount: number) => Booked
  readonly of: (service: string) => Booked | null
  readonly all: () => readonly Booked[]
}

export function makeBooks(): Books {
  const entries = new Map<string, Booked>()
  return {
    begin: (kind, service, amount) => {
      const before = entries.get(service)
      const entry: Booked = before ?? {
        ...{ kind, service, amount, asked: 0, moved: 0, lookedUp: 0, state: 'open', why: null, giveUp: false },
        number: entries.size + 1,
      }
      entry.asked++
      entries.set(service, entry)
      return entry
    },
    of: (service) => entries.get(service) ?? null,
    all: () => [...entries.values()],
  }
}

const YUAN = /(\d\d)$/
const yuan = (fen: number): number => Number(String(fen).padStart(3, '0').replace(YUAN, '.$1'))

/** The body of an answer that says how it ended, as the protocol has it. */
export function bodyOf({ kind, state, why, amount, number }: Booked): object {
  const Response =
    state === 'approved' ? { Result: 'Success' } : { Result: 'Failure', ErrorCondition: why ?? 'Refusal' }
  const named = { POITransactionID: { TransactionID: `T${number}`, TimeStamp: '2026-01-01T09:00:00Z' } }
  if (state !== 'approved') return { [`${kind}Response`]: { Response } }
  if (kind === 'Reversal') return { ReversalResponse: { Response, POIData: named, ReversedAmount: yuan(amount) } }
  const PaymentResult = {
    PaymentInstrumentData: { PaymentInstrumentType: 'Card', CardData: { MaskedPAN: '621234******1232' } },
    AmountsResp: { Currency: 'CNY', AuthorizedAmount: yuan(amount) },
    PaymentAcquirerData: { MerchantID: 'M1', AcquirerPOIID: 'A1', ApprovalCode: String(number).padStart(6, '0') },
  }
  return { PaymentResponse: { Response, POIData: named, PaymentResult } }
}
