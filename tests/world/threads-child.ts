import { forkedParent } from '#drivers/process/fork'
import { pbkdf2 } from 'node:crypto'

/** A process that has eight long tasks for libuv's threads, and tells of each as it ends, and of each quick one. */
const LONG = 8
const LONG_ROUNDS = 2_000_000
const { send } = forkedParent()
const task = (name: string, rounds: number) => pbkdf2('', '', rounds, 32, 'sha512', () => send(name))
for (let each = 0; each < LONG; each++) task('long', LONG_ROUNDS)
task('quick', 1)
