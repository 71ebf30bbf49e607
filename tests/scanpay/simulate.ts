/**
 * `npm run simulate:scans -- --seeds N [--seed S] [--bug NAME]`: mornings of scan payments at a platform whose line
 * loses, bends and delays, customers who hesitate, and a till that dies, from one seed; then both books are held
 * against each other. Exits 1 at the first seed where they differ; with `--bug`, exit 0 says that it was found out.
 */
import { playSeeds } from '../world/seeds.ts'
import { BUGS, play } from './day.ts'

await playSeeds(BUGS, play)
