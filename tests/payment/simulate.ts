/**
 * `npm run simulate:payments -- --seeds N [--seed S] [--bug NAME]`: orders at lines that lose, delay and double, and a
 * till that dies, from one seed; then the till's books are held against the acquirers'. Exits 1 at the first seed where
 * they differ; with `--bug`, exit 0 says that the planted bug was found out.
 */
import { playSeeds } from '../world/seeds.ts'
import { BUGS, play } from './play.ts'

await playSeeds(BUGS, play)
