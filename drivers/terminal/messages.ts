import { z } from 'zod'
import type { Random } from '../random/port.ts'
import { SERVICE_CHARACTERS_MAX, type TerminalOutcome, type TerminalTransaction } from './port.ts'

/** Messages of nexo Sale to POI, version 3.0, as JSON: names are those of the protocol. */
const VERSION = '3.0'
const CURRENCY = 'CNY'
/** What is kept of a terminal's own words. */
const WORDS_MAX = 64
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const MASKED = /^\d{0,6}[*xX]+\d{0,4}$/

export type Category = 'Login' | 'Diagnosis' | 'Payment' | 'Reversal' | 'Abort' | 'TransactionStatus'
export interface Parties {
  /** SaleID, POIID: which till, which terminal. */
  readonly sale: string
  readonly terminal: string
}

export const makeServiceId = ({ below }: Pick<Random, 'below'>): string =>
  Array.from({ length: SERVICE_CHARACTERS_MAX }, () => LETTERS[below(LETTERS.length)]).join('')

export function requestOf(category: Category, service: string, { sale, terminal }: Parties, body: object): string {
  const header = {
    ...{ ProtocolVersion: VERSION, MessageClass: 'Service', MessageCategory: category, MessageType: 'Request' },
    ...{ ServiceID: service, SaleID: sale, POIID: terminal },
  }
  return JSON.stringify({ SaleToPOIRequest: { MessageHeader: header, [`${category}Request`]: body } })
}

/** Yuan, as the protocol writes amounts: a number with two decimals, made of the digits and not by dividing. */
export const yuanOf = (fen: number): number =>
  Number(
    String(fen)
      .padStart(3, '0')
      .replace(/(\d\d)$/, '.$1'),
  )

/** Fen; null for what is no amount of whole fen. */
export function fenOf(yuan: number): number | null {
  const [, whole, cents = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(String(yuan)) ?? []
  return whole === undefined ? null : Number(whole + cents.padEnd(2, '0'))
}

export const paymentBody = (sale: string, fen: number, at: string): object => ({
  SaleData: { SaleTransactionID: { TransactionID: sale, TimeStamp: at } },
  PaymentTransaction: { AmountsReq: { Currency: CURRENCY, RequestedAmount: yuanOf(fen) } },
})

export const reversalBody = (sale: string, at: string, fen: number, { id, at: done }: TerminalTransaction): object => ({
  SaleData: { SaleTransactionID: { TransactionID: sale, TimeStamp: at } },
  OriginalPOITransaction: { POITransactionID: { TransactionID: id, TimeStamp: done } },
  ReversalReason: 'MerchantCancel',
  ReversedAmount: yuanOf(fen),
})

export const loginBody = (at: string): object => ({
  ...{ DateTime: at, OperatorLanguage: 'zh' },
  SaleSoftware: { ManufacturerID: 'cashier-station', ApplicationName: 'cashier-station', SoftwareVersion: '1' },
})

export const referenceBody = (category: Category, service: string, { sale, terminal }: Parties): object => ({
  MessageReference: { MessageCategory: category, ServiceID: service, SaleID: sale, POIID: terminal },
})

const words = z.string().transform((text) => text.slice(0, WORDS_MAX))
const result = z.object({
  Result: z.enum(['Success', 'Failure', 'Partial']),
  ErrorCondition: words.optional(),
})
const transaction = z.object({ TransactionID: words, TimeStamp: words })
const payment = z.object({
  Response: result,
  POIData: z.object({ POITransactionID: transaction }).optional(),
  PaymentResult: z
    .object({
      PaymentInstrumentData: z.object({ CardData: z.object({ MaskedPAN: words.optional() }).optional() }).optional(),
      AmountsResp: z.object({ Currency: words.optional(), AuthorizedAmount: z.number() }).optional(),
      PaymentAcquirerData: z.object({ ApprovalCode: words.optional() }).optional(),
    })
    .optional(),
})
const reversal = z.object({
  Response: result,
  POIData: z.object({ POITransactionID: transaction }).optional(),
  ReversedAmount: z.number().optional(),
})
const header = z.object({
  ...{ MessageCategory: words, MessageType: z.literal('Response'), ServiceID: words, SaleID: words, POIID: words },
})
const repeated = z.object({
  MessageHeader: z.object({ MessageCategory: words, ServiceID: words }),
  RepeatedResponseMessageBody: z.object({ PaymentResponse: payment.optional(), ReversalResponse: reversal.optional() }),
})
const envelope = z.object({
  SaleToPOIResponse: z.object({
    MessageHeader: header,
    LoginResponse: z.object({ Response: result }).optional(),
    DiagnosisResponse: z
      .object({
        Response: result,
        POIStatus: z.object({ GlobalStatus: z.enum(['OK', 'Busy', 'Maintenance', 'Unreachable']) }).optional(),
        HostStatus: z
          .array(z.object({ AcquirerID: words, IsReachableFlag: z.boolean() }))
          .max(32)
          .optional(),
      })
      .optional(),
    PaymentResponse: payment.optional(),
    ReversalResponse: reversal.optional(),
    TransactionStatusResponse: z.object({ Response: result, RepeatedMessageResponse: repeated.optional() }).optional(),
  }),
})
export type Response = z.infer<typeof envelope>['SaleToPOIResponse']

/** Null for what is no response, or not to this. */
export function readResponse(message: Uint8Array, category: Category, service: string, parties: Parties) {
  const read = envelope.safeParse(jsonOf(message))
  if (!read.success) return null
  const response = read.data.SaleToPOIResponse
  const { MessageCategory, ServiceID, SaleID, POIID } = response.MessageHeader
  const isOurs = MessageCategory === category && ServiceID === service
  return isOurs && SaleID === parties.sale && POIID === parties.terminal ? response : null
}

function jsonOf(message: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(message))
  } catch {
    // No UTF-8, or no JSON: nothing that a terminal says.
    return null
  }
}

export type Ending = Extract<TerminalOutcome, { is: 'approved' | 'declined' }>

/**
 * How a payment or its reversal ended, by its own answer; null where the answer does not say so: one that is not whole,
 * or that it is still at it. `asked`: fen; what a reversal gave back where its answer does not say.
 */
export function endingOf(
  kind: 'Payment' | 'Reversal',
  { PaymentResponse, ReversalResponse }: Pick<Response, 'PaymentResponse' | 'ReversalResponse'>,
  asked: number | null,
): Ending | null {
  const answer = kind === 'Payment' ? PaymentResponse : ReversalResponse
  if (!answer) return null
  const { Result, ErrorCondition = 'unsaid' } = answer.Response
  if (Result === 'Failure') return ErrorCondition === 'InProgress' ? null : { is: 'declined', why: ErrorCondition }
  const named = answer.POIData?.POITransactionID
  const amount = kind === 'Payment' ? chargedOf(PaymentResponse) : givenBackOf(ReversalResponse, asked)
  if (!named || amount === null) return null
  const { PaymentAcquirerData, PaymentInstrumentData } = PaymentResponse?.PaymentResult ?? {}
  const masked = PaymentInstrumentData?.CardData?.MaskedPAN
  return {
    ...{ is: 'approved', amount, approval: PaymentAcquirerData?.ApprovalCode ?? null },
    transaction: { id: named.TransactionID, at: named.TimeStamp },
    // More of a card number than may be shown is not kept.
    card: masked !== undefined && MASKED.test(masked) ? masked : null,
  }
}

/** Null where it does not say, or says it in another currency. */
function chargedOf(answer: Response['PaymentResponse']): number | null {
  const amounts = answer?.PaymentResult?.AmountsResp
  return amounts && (amounts.Currency ?? CURRENCY) === CURRENCY ? fenOf(amounts.AuthorizedAmount) : null
}

function givenBackOf(answer: Response['ReversalResponse'], asked: number | null): number | null {
  return answer?.ReversedAmount === undefined ? asked : fenOf(answer.ReversedAmount)
}
