import { PositiveFen } from '#contract/shapes'
import { withoutCardNumbers } from '#domain/card-number'
import type { CardFacts } from '#domain/terminal/card-facts'
import type { CardSaid } from '#drivers/payment/port'
import { z } from 'zod'
import { Batch, EntryMode, MaskedCard, Stan, Transaction } from '../acquirer/record.ts'

/** What the journal holds of a card transaction for its slips. */
const Words = z.string().max(40)
const hex = (digits: number) => z.string().regex(new RegExp(`^([0-9A-F]{${digits}})?$`))

export const CardFactsRecord = z.strictObject({
  ...{ transaction: Transaction, entry: EntryMode, card: MaskedCard, batch: Batch, stan: Stan },
  merchant: z.string().regex(/^[0-9A-Za-z]{1,15}$/),
  terminal: z.string().regex(/^[0-9A-Za-z]{1,8}$/),
  ...{ issuer: Words, acquirer: Words },
  verified: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('pin') }),
    z.strictObject({ is: z.literal('signature') }),
    z.strictObject({ is: z.literal('none'), upTo: PositiveFen }),
  ]),
  rrn: z.string().regex(/^[0-9A-Za-z]{0,12}$/),
  authorisation: z.string().regex(/^[0-9A-Za-z]{0,6}$/),
  date: z.string().regex(/^((0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))?$/),
  time: z.string().regex(/^(([01]\d|2[0-3])([0-5]\d){2})?$/),
  chip: z
    .strictObject({
      ...{ aid: z.string().regex(/^([0-9A-F]{2}){0,16}$/), label: Words },
      ...{ cryptogram: hex(16), kind: z.enum(['TC', 'ARQC', 'AC']), tvr: hex(10), tsi: hex(4), atc: hex(4) },
    })
    .exactOptional(),
}) satisfies z.ZodType<CardFacts>

/** Null where it is none: what an acquirer says beside its yes never costs the yes. */
export function cardFactsIn(said: CardSaid): CardFacts | null {
  const { issuer, acquirer, chip } = said
  const read = CardFactsRecord.safeParse({
    ...said,
    ...{ issuer: withoutCardNumbers(issuer), acquirer: withoutCardNumbers(acquirer) },
    ...(chip && { chip: { ...chip, label: withoutCardNumbers(chip.label) } }),
  })
  return read.success ? read.data : null
}
