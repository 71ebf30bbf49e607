import { OperatorNumber } from '#contract/shapes'
import type { PartingEvent } from '#domain/parting'
import { EPOCH_MAX, HashText, JournalNameText } from '#journal/epoch'
import { z } from 'zod'

/** What records of a parted branch hold. */
const Epoch = z.int().min(1).max(EPOCH_MAX)
const there = z.strictObject({ branch: JournalNameText, seq: z.int().min(1), hash: HashText })
const parted = { seq: z.int().min(1).nullable(), there }
const How = z.enum(['fork', 'superseded'])

export const PARTING_RECORDS = [
  z.strictObject({ is: z.literal('branch-parted'), how: How, ...parted }),
  z.strictObject({ is: z.literal('branch-joined') }),
  z.strictObject({ is: z.literal('epoch-decided'), epoch: Epoch, by: OperatorNumber, ...parted }),
] as const satisfies readonly z.ZodType<PartingEvent>[]

/** In a checkpoint. */
export const PartingShape = z
  .strictObject({ how: How, ...parted, decided: z.strictObject({ epoch: Epoch, by: OperatorNumber }).nullable() })
  .nullable()
