import type { Disk } from '#drivers/disk/port'
import type { Sealing } from '#drivers/sealing/port'
import { namesIn, unlessMissing, writeWhole } from '#journal/files'
import { BATCH_TRANSACTIONS_MAX } from '#domain/terminal/terminal'
import { assert } from '#domain/result'
import { makeTurns } from '../turns.ts'
import { z } from 'zod'
import { join } from 'node:path'

/**
 * What of a card must outlast its message: a reversal, a void and the upload of a batch name its number and expiry.
 * Each is sealed in a file of its own in `sealed-cards`, by attempt, and gone when the batch is settled. Nothing of a
 * track, a PIN or a chip is ever among it (PCI DSS 4.0.1, 3.3.1 and 3.5.1).
 */
export interface SealedCards {
  /** Null where there is none, or none that this machine can read. */
  readonly get: (attempt: string) => Promise<CardAtRest | null>
  /** On disk when it resolves. Throws DiskFault. */
  readonly put: (attempt: string, card: CardAtRest) => Promise<void>
  /** These are on the disk no more when it resolves. */
  readonly drop: (attempts: readonly string[]) => Promise<void>
  /** Drops all but these: at a start, before anything is sent. */
  readonly keepOnly: (attempts: ReadonlySet<string>) => Promise<void>
}

const CardAtRest = z.strictObject({
  pan: z.string().regex(/^\d{12,19}$/),
  expiry: z
    .string()
    .regex(/^\d{4}$/)
    .nullable(),
  sequence: z
    .string()
    .regex(/^\d{3}$/)
    .nullable(),
})
export type CardAtRest = Readonly<z.infer<typeof CardAtRest>>

/** Twice a batch: those of one that is settled go with the next drop. */
const CARDS_MAX = 2 * BATCH_TRANSACTIONS_MAX
/** Attempts name files. */
const NAME = /^[\w-]{1,64}$/

export interface SealedCardsParts {
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly sealing: Sealing
}

/** Throws DiskFault. */
export async function openSealedCards({ disk, folder, sealing }: SealedCardsParts): Promise<SealedCards> {
  const at = join(folder, 'sealed-cards')
  await disk.makeFolder(at)
  const sealed = new Map<string, string>()
  for (const name of await namesIn(disk, at)) sealed.set(name, (await disk.read(join(at, name))).toString('utf8'))
  // One change after another: what is dropped while it is put would stay.
  const turns = makeTurns()
  const dropped = async (attempts: readonly string[]): Promise<void> => {
    const gone = attempts.filter((attempt) => sealed.has(attempt))
    for (const attempt of gone) {
      await disk.remove(join(at, attempt)).catch(unlessMissing)
      sealed.delete(attempt)
    }
    if (gone.length > 0) await disk.syncFolder(at)
  }
  return {
    get: async (attempt) => {
      const text = sealed.get(attempt)
      const clear = text === undefined ? null : await sealing.unseal(text)
      return clear === null ? null : CardAtRest.parse(JSON.parse(clear))
    },
    put: async (attempt, card) => {
      assert(
        NAME.test(attempt) && sealed.size < CARDS_MAX,
        'a card is kept by its attempt, and no more than two batches',
      )
      const text = await sealing.seal(JSON.stringify(card))
      await turns.take(async () => {
        await writeWhole(disk, join(at, attempt), Buffer.from(text))
        await disk.syncFolder(at)
        sealed.set(attempt, text)
      })
    },
    drop: (attempts) => turns.take(() => dropped(attempts)),
    keepOnly: (attempts) => turns.take(() => dropped([...sealed.keys()].filter((attempt) => !attempts.has(attempt)))),
  }
}
