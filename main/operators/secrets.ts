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
      /** argon2id, PHC string format; as is the other. */
      password: z.string(),
      /** A manager's. */
      voidPassword: z.string().optional(),
    }),
  ),
})
export type OperatorsFile = z.infer<typeof OperatorsFile>

export interface OwnSecrets {
  readonly password: string
  readonly voidPassword?: string
}

export interface Secrets {
  readonly isPassword: (operator: string, password: string) => Promise<boolean>
  readonly isVoidPassword: (manager: string, voidPassword: string) => Promise<boolean>
  readonly hasPin: (operator: string) => boolean
  readonly isPin: (operator: string, pin: string) => Promise<boolean>
  readonly hasTotp: (manager: string) => boolean
  readonly totpStep: (manager: string, code: string, nowMs: number) => number | null
  /** Keeps one more operator, in the place of one of the same number who came to nothing; on disk when it resolves. */
  readonly keep: (operator: Operator, own: OwnSecrets) => Promise<void>
}

export function makeSecrets(file: Low<OperatorsFile>, hashing: Hashing): Secrets {
  const stored = (operator: string) => file.data.operators.find(({ number }) => number === operator)
  const isRight = async (hash: string | undefined, secret: string) =>
    hash !== undefined && (await hashing.verify(hash, secret))
  return {
    isPassword: (operator, password) => isRight(stored(operator)?.password, password),
    isVoidPassword: (manager, voidPassword) => isRight(stored(manager)?.voidPassword, voidPassword),
    hasPin: () => false,
    isPin: () => Promise.resolve(false),
    hasTotp: () => false,
    totpStep: () => null,
    keep: async ({ number, name, role }, own) => {
      const hashes = {
        password: await hashing.hash(own.password),
        ...(own.voidPassword !== undefined && { voidPassword: await hashing.hash(own.voidPassword) }),
      }
      const before = file.data
      const others = before.operators.filter((each) => each.number !== number)
      file.data = { operators: [...others, { number, name, role, ...hashes }] }
      try {
        await file.write()
      } catch (cause) {
        // What the disk did not take is not known here either.
        file.data = before
        throw cause
      }
    },
  }
}
