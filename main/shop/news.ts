import { Fen, OperatorNumber, Slot, StationNumber } from '#contract/shapes'
import { Today } from '#contract/shop'
import { Operator } from '../record.ts'
import { ParkedContent, PassId } from './record.ts'
import type { Matter } from './signed.ts'
import { z } from 'zod'

/** What a station has put aside, as others may recall it. */
export const ParkedNews = z.strictObject({
  ...{ slot: Slot, parkedAtMs: z.int(), operator: OperatorNumber },
  ...{ count: z.int().min(0), total: Fen, first: z.string().max(120) },
})
/** Of those that came back or from elsewhere there may be more: the oldest are said. */
export const PARKED_SAID_MAX = 20

/** How a station is just now. Each is newer than the one before of the same life of its program. */
export const News = z.strictObject({
  is: z.literal('news'),
  ...{ life: z.string().min(8).max(64), n: z.int().min(1) },
  duty: Operator.nullable(),
  /** Since they signed in, by a clock that nobody sets. */
  onDutyMs: z.number().min(0),
  /** Pieces and total of the open sale. */
  sale: z.strictObject({ count: z.int().min(0), total: Fen }).nullable(),
  today: Today,
  unresolved: z.int().min(0),
  /** Records that head office's hub has not. */
  outbox: z.int().min(0),
  isStopped: z.boolean(),
  parked: z.array(ParkedNews).max(PARKED_SAID_MAX),
})
export type News = z.infer<typeof News>

/**
 * A parked sale that one station asks of another: `wanted` until it is there or refused; `here` until it is said to
 * have come, or to be wanted no more.
 */
export const Passing = z.discriminatedUnion('is', [
  z.strictObject({
    ...{ is: z.literal('wanted'), id: PassId, of: StationNumber, slot: Slot, parkedAtMs: z.int() },
  }),
  z.strictObject({ is: z.literal('none'), id: PassId, to: StationNumber }),
  z.strictObject({
    ...{ is: z.literal('here'), id: PassId, to: StationNumber, slot: Slot },
    ...{ parkedAtMs: z.int(), operator: OperatorNumber, sale: ParkedContent },
  }),
  z.strictObject({ is: z.enum(['came', 'not-wanted']), id: PassId, of: StationNumber }),
])
export type Passing = z.infer<typeof Passing>

const Said = z.discriminatedUnion('is', [News, ...Passing.options])
export type Said = z.infer<typeof Said>

/** A parked sale of 500 lines with long names is most of it. */
const TEXT_MAX = 160_000
export const SHOP: Matter<Said> = { name: 'shop 1', schema: Said, most: TEXT_MAX }
