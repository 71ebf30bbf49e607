import { VOID_WORD } from './authority.ts'
import { call } from './define.ts'
import { Nothing, Secret } from './shapes.ts'
import { z } from 'zod'

/** Of a record, as the one after it names it. */
const Hash = z.string().regex(/^[\w-]{43}$/)

/** Another machine has gone on under this station's name: what managers do about it. */
export const parting = {
  /**
   * This machine goes on in an epoch of its own, from the last record that both have, and begins it with its next
   * start. `hash`: of the record that head office has last, as the manager saw it.
   */
  goOn: call({
    ...{ by: 'manager', changes: true, takes: z.strictObject({ hash: Hash, voidPassword: Secret }) },
    gives: z.strictObject({ epoch: z.int() }),
    refuses: ['not-parted', 'parting-changed', 'epoch-decided', 'no-more-epochs', ...VOID_WORD],
  }),
  /** Ends the station and starts it anew, in the epoch that was decided. */
  restart: call({
    ...{ by: 'manager', changes: false, takes: Nothing, gives: Nothing },
    refuses: ['no-epoch-decided', 'sale-open', 'no-restart-here'],
  }),
}

/** What a manager sees of it; null while head office has what is here, as far as anybody knows. */
export const PartingView = z
  .strictObject({
    /** `superseded`: the station goes on elsewhere in a later epoch. */
    how: z.enum(['fork', 'superseded']),
    /** The first record that is another one there; null where that is not known. */
    seq: z.int().nullable(),
    there: z.strictObject({ branch: z.string(), seq: z.int(), hash: Hash }),
    decided: z.strictObject({ epoch: z.int(), by: z.string() }).nullable(),
    /** The epoch that this machine would go on in; null where there is none any more. */
    next: z.int().nullable(),
    /** Whether the station can be started anew from its screen. */
    restarts: z.boolean(),
  })
  .nullable()
export type PartingView = z.infer<typeof PartingView>
