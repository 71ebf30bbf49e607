import { OperatorNumber } from '#contract/shapes'
import type { Operator } from '#domain/till'
import type { Hashing } from '#drivers/hashing/port'
import type { Low } from 'lowdb'
import { z } from 'zod'

/**
 * Who works here and the hashes of their secrets, in `settings/operators.json`: hashes never enter the journal, which
 * travels to head office.
 */
export const OperatorsFile = z.strictObject({
  operators: z.array(
    z.strictObject({
      number: OperatorNumber,
      name: z.string(),
      role: z.enum(['cashier', 'manager', 'it']),
      /** argon2id, PHC string format. */
      voidPassword: z.string().optional(),
    }),
  ),
})
export type OperatorsFile = z.infer<typeof OperatorsFile>

export interface Secrets {
  readonly isVoidPassword: (manager: string, voidPassword: string) => Promise<boolean>
  /** Keeps the first operators; on disk when it resolves. */
  readonly begin: (cashier: Operator, manager: Operator, voidPassword: string) => Promise<void>
}

export function makeSecrets(file: Low<OperatorsFile>, hashing: Hashing): Secrets {
  return {
    isVoidPassword: async (manager, voidPassword) => {
      const stored = file.data.operators.find((each) => each.number === manager)?.voidPassword
      return stored !== undefined && (await hashing.verify(stored, voidPassword))
    },
    begin: async (cashier, manager, voidPassword) => {
      const hash = await hashing.hash(voidPassword)
      file.data = { operators: [cashier, { ...manager, voidPassword: hash }] }
      await file.write()
    },
  }
}
