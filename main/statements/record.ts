import { OperatorNumber } from '#contract/shapes'
import { StatementDifferences, StatementSums } from '#contract/statement-shapes'
import { z } from 'zod'

/** What the journal holds of a statement that was checked. */
const Day = z.string().regex(/^(\d{4}-\d\d-\d\d)?$/)
const Count = z.int().min(0)
export const StatementRecord = {
  ...{ sha256: z.string().regex(/^[0-9a-f]{64}$/), from: Day, to: Day, by: OperatorNumber },
  ...{ rows: Count, bad: Count, elsewhere: Count, agrees: Count, differences: StatementDifferences, differing: Count },
  ...{ here: StatementSums, there: StatementSums },
}
