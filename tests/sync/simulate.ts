/**
 * `npm run simulate:sync -- --seeds N [--seed S] [--bug NAME]`: a station's journal on its way to a hub that loses,
 * delays, cuts, is set back and is littered, with power cuts, from one seed; then the hub has each record once, in
 * order, chained. Exits 1 at the first seed where it has not; with `--bug`, 0 says that the planted bug was found out.
 */
import { playSeeds } from '../world/seeds.ts'
import { BUGS, play } from './day.ts'

await playSeeds(BUGS, play)
