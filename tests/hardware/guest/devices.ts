import { fork } from 'node:child_process'
import { makeLines } from './words.ts'

/** The built program that drives the devices, inside the machine: its parent is outside, at the standard streams. */
const [, , program = ''] = process.argv
const child = fork(program, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
child.on('message', (text) => {
  if (typeof text === 'string') process.stdout.write(`${text}\n`)
})
process.stdin.on(
  'data',
  makeLines((line) => void child.send(line)),
)
process.stdin.on('end', () => child.kill('SIGKILL'))
child.once('exit', (code) => process.exit(code ?? 1))
