import { FINDING_CODES } from '#domain/integrity'
import { call } from './define.ts'
import { Nothing, OperatorNumber, Secret } from './shapes.ts'
import { z } from 'zod'

/** What the station found when it looked at itself. */
export const IntegrityView = z.strictObject({
  /** Null before the first look. */
  atMs: z.number().nullable(),
  running: z.boolean(),
  findings: z.array(z.strictObject({ code: z.enum(FINDING_CODES), about: z.string(), note: z.boolean() })),
  /** Files of the program that are as they were built; null where nobody can say. */
  files: z.int().nullable(),
  /** Nothing but cash is taken for it. */
  cashOnly: z.boolean(),
})
export type IntegrityView = z.infer<typeof IntegrityView>

/** The station's look at itself. */
export const integrity = {
  /** Looks once more; answered when it has looked. */
  check: call({
    ...{ by: 'manager-or-it', changes: false, takes: Nothing, gives: z.strictObject({ findings: z.int() }) },
    refuses: ['integrity-running', 'not-looked-at'],
  }),
  /** A manager's word that the settings are right as the last look found them. The void password is counted. */
  accept: call({
    by: 'manager',
    changes: true,
    takes: z.strictObject({ manager: OperatorNumber, voidPassword: Secret }),
    gives: Nothing,
    refuses: [
      ...(['nothing-to-accept', 'unknown-manager', 'wrong-void-password'] as const),
      ...(['void-password-locked', 'void-password-shut', 'void-password-alone'] as const),
    ],
  }),
}
