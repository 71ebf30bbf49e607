/**
 * `npm run simulate:forks -- --seeds N [--seed S] [--mutants]`: whole stations whose disk is put back, copied or
 * restored, with a hub between them, from one seed. Exits 1 at the first seed where a promise is broken; with
 * `--mutants` it plays against bugs that are planted in the source, and 0 says that each was found out.
 */
import { playSeeds } from '../world/seeds.ts'
import { play } from './forks.ts'
import { catchMutants, MUTANT_NAMES } from './mutants.ts'

/** The rarest of them needs so many. */
const MUTANT_SEEDS = 100

if (process.argv.includes('--mutants')) process.exit((await catchMutants(MUTANT_NAMES, MUTANT_SEEDS)) ? 0 : 1)
await playSeeds([], play)
