import type { Disk } from '#drivers/disk/port'
import type { Sealing } from '#drivers/sealing/port'
import { durableFile } from '#journal/durable-file'
import { BATCH_TRANSACTIONS_MAX } from '#domain/terminal/terminal'
import { Attempt } from '#contract/shapes'
import { makeTurns } from '../turns.ts'
import { z } from 'zod'
import { join } from 'node:path'

/**
 * What of a card must outlast its message: a reversal, a void and the upload of a batch name its number and expiry.
 * Sealed one by one in `sealed/cards.json`, by attempt, and destroyed when the batch is settled. Nothing of a track, a
 * PIN or a chip is ever among it (PCI DSS 4.0.1, 3.3.1 and 3.5.1).
 */
export interface SealedCards {
  /** Null where there is none, or none that this machine can read. */
  readonly get: (attempt: string) => Promise<CardAtRest | null>
  /** On disk when it resolves. Throws DiskFault. */
  readonly put: (attempt: string, card: CardAtRest) => Promise<void>
  /** None of these is in any version of the file any more. */
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

/** Twice a batch: those of one that is settled go with the next write. */
const CARDS_MAX = 2 * BATCH_TRANSACTIONS_MAX
const SEALED_MAX = 1024
const CardsFile = z.strictObject({
  cards: z.array(z.strictObject({ attempt: Attempt, sealed: z.string().max(SEALED_MAX) })).max(CARDS_MAX),
})
type CardsFile = z.infer<typeof CardsFile>

export interface SealedCardsParts {
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly sealing: Sealing
}

/** Throws FileRefused and DiskFault. */
export async function openSealedCards({ disk, folder, sealing }: SealedCardsParts): Promise<SealedCards> {
  await disk.makeFolder(join(folder, 'sealed'))
  const path = join(folder, 'sealed', 'cards.json')
  const file = await durableFile<CardsFile>({ disk, path, schema: CardsFile, first: { cards: [] } })
  const write = async (cards: CardsFile['cards']): Promise<void> => {
    const before = file.data
    file.data = { cards }
    try {
      await file.write()
    } catch (cause) {
      // What the disk did not take is not known here either.
      file.data = before
      throw cause
    }
  }
  // One change after another: each is of the file as the one before left it.
  const turns = makeTurns()
  const without = (attempts: readonly string[]) => file.data.cards.filter((each) => !attempts.includes(each.attempt))
  /** Twice: the version before is kept beside each, and must not hold it either. */
  const shrink = async (cards: CardsFile['cards']): Promise<void> => {
    if (cards.length === file.data.cards.length) return
    await write(cards)
    await write(cards)
  }
  return {
    get: async (attempt) => {
      const sealed = file.data.cards.find((each) => each.attempt === attempt)?.sealed
      const clear = sealed === undefined ? null : await sealing.unseal(sealed)
      return clear === null ? null : CardAtRest.parse(JSON.parse(clear))
    },
    put: async (attempt, card) => {
      const sealed = await sealing.seal(JSON.stringify(card))
      await turns.take(() => write([...without([attempt]), { attempt, sealed }]))
    },
    drop: (attempts) => turns.take(() => shrink(without(attempts))),
    keepOnly: (attempts) => turns.take(() => shrink(file.data.cards.filter((each) => attempts.has(each.attempt)))),
  }
}
