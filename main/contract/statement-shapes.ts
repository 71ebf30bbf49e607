import { DIFFERENCES, DIFFERENCES_MAX, type Difference, type Sums } from '#domain/reconciling'
import { Fen } from './shapes.ts'
import { z } from 'zod'

/** What a statement and the books say of each other, as the journal keeps it and the screen shows it. */
export const StatementSums = z.strictObject({ paid: Fen, back: Fen, fee: Fen, net: Fen }) satisfies z.ZodType<Sums>

/** A number of an order as a platform or a statement writes it. */
export const OrderNumber = z.string().regex(/^[\w.:*-]{1,64}$/)
export const AskedOf = z.strictObject({ order: OrderNumber, amount: Fen })

export const StatementDifference = z.strictObject({
  ...{ is: z.enum(DIFFERENCES), kind: z.enum(['payment', 'refund', 'revocation']) },
  ...{ line: z.int().min(1).nullable(), order: OrderNumber.nullable(), logNo: OrderNumber.nullable() },
  ...{ receipt: z.string().max(32).nullable(), here: Fen.nullable(), there: Fen.nullable() },
  ask: AskedOf.nullable(),
}) satisfies z.ZodType<Difference>
export const StatementDifferences = z.array(StatementDifference).max(DIFFERENCES_MAX)
