/**
 * `npm run simulate:cards -- --seeds N [--seed S] [--bug NAME]`: mornings of card payments at a line that loses, bends,
 * delays and doubles, and a till that dies, from one seed; then both books are held against each other. Exits 1 at the
 * first seed where they differ; with `--bug`, exit 0 says that the planted bug was found out.
 */
import { playSeeds } from '../world/seeds.ts'
import { BUGS, play } from './day.ts'

await playSeeds(BUGS, play)
