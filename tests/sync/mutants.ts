import { planted, type Campaign, type Mutant, type Piece } from '../mutants.ts'

const inFile =
  (file: string) =>
  (from: string, to: string): Piece => ({ file, from, to })
const inForward = inFile('main/sync/fast-forward.ts')
const inParting = inFile('main/sync/parting.ts')
const inOpening = inFile('main/opening.ts')
const inDomain = inFile('main/domain/parting.ts')
const inTill = inFile('main/domain/till.ts')

/** Bugs on purpose: each rule of images, forks and new epochs left out. */
export const MUTANTS = {
  /** Takes nothing of what the hub has behind its last record. */
  imageNotFilled: inForward('const isAhead = from.isWanted &&', 'const isAhead = !from.isWanted &&'),
  /** Takes what does not go on from its last record. */
  takesWhatParted: [
    inForward(' || prev !== head.hash || j !== journal) continue', ' || j !== journal) continue'),
    inForward("if (end?.hash !== batch.hash) return none('parted')\n", '\n'),
  ],
  /** Nobody is told, and so it sells on. */
  partingNotWritten: inParting(
    'return isKnown || parting?.decided ? null :',
    'return isKnown || parting?.decided || state ? null :',
  ),
  /** It knows, and sells on. */
  sellsOnRegardless: inDomain('parting !== null && (', 'parting === null && false && ('),
  /** A sale that was put aside, or money given back, gives numbers too. */
  givesBackRegardless: inDomain('(NUMBERED.includes(is) || ', '('),
  /** Its own next epoch, whatever the hub has. */
  epochOfItsOwn: [
    inParting('Math.max(epoch, readJournalName(there.branch)?.epoch ?? 0) + 1', '(void there, epoch + 1)'),
    inOpening('Math.min(Math.max(decided.epoch, later), EPOCH_MAX)', '(void later, void EPOCH_MAX, decided.epoch)'),
  ],
  /** It was decided, and the next start goes on as before. */
  decisionForgotten: inOpening('decided && {', 'decided && decided.epoch < 0 && {'),
  /** The new epoch has begun, and nothing is sold all the same. */
  partedForEver: inTill('cards: afterRestore(till.cards), parting: null }', 'cards: afterRestore(till.cards) }'),
  /** Counters of a new epoch go on, and the epoch does not show in the numbers. */
  numbersOfTheOldEpoch: inOpening(
    '{ language }), profile, epoch }',
    '{ language }), profile, epoch: Math.min(epoch, 1) }',
  ),
  /** Orders of a life that nobody here knows of are named once more. */
  ordersNamedTwice: inTill(
    '{ ...till, orders: till.orders + unheard }',
    '{ ...till, orders: till.orders + 0 * unheard }',
  ),
} as const satisfies Record<string, Mutant>

const CAMPAIGN: Campaign = { program: 'tests/sync/simulate-forks.ts', sound: 'the books agree' }

export const { names: MUTANT_NAMES, catchThese: catchMutants } = planted(CAMPAIGN, MUTANTS)
