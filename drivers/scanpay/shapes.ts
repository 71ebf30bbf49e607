import { z } from 'zod'
import type { ScanSaid } from '../payment/port.ts'
import { FenText, words, type Party } from './envelope.ts'

/** What requests and answers about payments by code have in common, whichever interface carries them. */
export const OrderNumber = z.string().regex(/^[\w-]{1,32}$/)
export const Place = z.strictObject({
  request_ip: words(64),
  base_station: words(128).exactOptional(),
  location: z
    .string()
    .max(32)
    .regex(/^[+-]\d{1,2}\.\d{1,12},[+-]\d{1,3}\.\d{1,12}$/)
    .exactOptional(),
})

export const whoOf = ({ merchant, terminal }: Party) => ({ merchant_no: merchant, term_no: terminal })
export const placed = (party: Party) => {
  const { ip, location, baseStation } = party.place
  return {
    ...whoOf(party),
    location_info: {
      request_ip: ip,
      ...(baseStation !== null && { base_station: baseStation }),
      ...(location !== null && { location }),
    },
  }
}

/** Null where it is not what the platform takes. */
export function built(schema: z.ZodType<object>, data: object): object | null {
  return schema.safeParse(data).success ? data : null
}

/** What is said beside a success, and never costs it: what is malformed is missing. */
export const maybe = (schema: z.ZodType<string>) => schema.nullish().catch(null)
export const BESIDE = {
  ...{ log_no: maybe(words(14)), acc_trade_no: maybe(words(64)), account_type: maybe(words(32)) },
  ...{ payer_amount: maybe(FenText), acc_settle_amount: maybe(FenText), acc_mdiscount_amount: maybe(FenText) },
  ...{ acc_discount_amount: maybe(FenText), acc_other_discount_amount: maybe(FenText) },
  trade_time: maybe(z.string().regex(/^\d{14}$/)),
}
export type BesideSaid = z.infer<z.ZodObject<typeof BESIDE>>
export const TradeNumber = z.string().regex(/^[0-9A-Za-z]{1,32}$/)

export interface Booked {
  readonly tradeNo: string
  readonly facts: ScanSaid
}

export function bookedOf(tradeNo: string, said: BesideSaid): Booked {
  const fen = (text: string | null | undefined) => (text ? Number(text) : undefined)
  const all: Readonly<Record<keyof ScanSaid, string | number | undefined>> = {
    ...{ tradeNo, logNo: said.log_no ?? undefined, walletTradeNo: said.acc_trade_no ?? undefined },
    ...{ accountType: said.account_type ?? undefined, time: said.trade_time ?? undefined },
    ...{ payerAmount: fen(said.payer_amount), settleAmount: fen(said.acc_settle_amount) },
    ...{ merchantDiscount: fen(said.acc_mdiscount_amount), channelDiscount: fen(said.acc_discount_amount) },
    otherDiscount: fen(said.acc_other_discount_amount),
  }
  const known = Object.entries(all).filter(([, value]) => value !== undefined)
  return { tradeNo, facts: Object.fromEntries(known) as unknown as ScanSaid } // of exactly its names and kinds
}

/** An order of ours. */
export interface Order {
  readonly number: string
  /** Fen. */
  readonly amount: number
}

const TRADE_DIGITS = 32
const LOG_DIGITS = 14
const AsIssued = new RegExp(`^\\d{${TRADE_DIGITS}}$`)
export const OriginNames = {
  origin_out_trade_no: OrderNumber.exactOptional(),
  origin_trade_no: z.string().regex(AsIssued).exactOptional(),
  origin_log_no: z
    .string()
    .regex(/^\d{14}$/)
    .exactOptional(),
}

/** A payment that is given back of, by our number and the platform’s. */
export interface Original {
  readonly number: string
  /** Empty, or no such number, where it is not known. */
  readonly tradeNo: string
}

/**
 * The platform finds a payment by any of its numbers, but for those of the counter page, of which it wants two: its
 * own, the second of which is the end of the first. What it did not number itself is named by our number.
 */
export const originNames = ({ number, tradeNo }: Original): Readonly<Record<string, string>> =>
  AsIssued.test(tradeNo)
    ? { origin_trade_no: tradeNo, origin_log_no: tradeNo.slice(-LOG_DIGITS) }
    : { origin_out_trade_no: number }

/** Of an answer: whether it says of which payment it is, by the first name that it was asked by. */
export function isOfOriginal(data: object, names: Readonly<Record<string, string>>): boolean {
  const [name = '', value] = Object.entries(names)[0] ?? []
  return Object.entries(data).some(([each, said]) => each === name && said === value)
}
