import { CODE_REFUSALS } from '#domain/code-refusals'
import { CODE_LENGTH_MAX } from '#domain/scanned-code'
import { call } from './define.ts'
import { z } from 'zod'

const Cause = z.enum(['new-device', 'changed-device', 'upgrade', 'periodic', 'head-office'])

/** Whether head office knows this till. `off`: it need not, as in training. */
export const ActivationView = z.strictObject({
  is: z.enum(['off', 'active', 'grace', 'lapsed']),
  /** Why a code is asked for. */
  why: Cause.nullable(),
  /** Left of the grace, or until a code is asked for by age, when the view was made; null where neither ends. */
  leftMs: z.number().nullable(),
  /** When that is, by the clock; milliseconds since 1970, UTC. */
  untilMs: z.number().nullable(),
  /** The acquirer's code where it does not know this terminal: `03` or `97`. */
  unregistered: z.string().nullable(),
  /** What head office must know to make a code; null but for whoever may enter one. */
  here: z
    .strictObject({
      ...{ merchant: z.string(), terminal: z.string() },
      /** The fingerprint of the station's key, in groups; null where it can not be read. */
      device: z.string().nullable(),
      /** Whether the station trusts somebody whose codes it could check. */
      trusts: z.boolean(),
      /** For how long no code is heard, after too many wrong ones. */
      lockedForMs: z.number(),
    })
    .nullable(),
})
export type ActivationView = z.infer<typeof ActivationView>

/** Codes of head office. */
export const activation = {
  /** A code that activates the station, or one by which head office asks for an activation. */
  enter: call({
    by: 'manager-or-it',
    changes: true,
    takes: z.strictObject({ code: z.string().min(1).max(CODE_LENGTH_MAX) }),
    gives: z.strictObject({ kind: z.enum(['activation', 'demand']) }),
    refuses: [...CODE_REFUSALS, 'codes-locked', 'activation-off'],
  }),
}
