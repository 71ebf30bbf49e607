import { makeRealClock } from '#drivers/clock/real'
import { runDeviceHost } from '#drivers/devices/host'
import { makeRealPipes } from '#drivers/pipe/real'
import { makeLines } from './words.ts'

/** The program that drives the devices, inside the machine: its parent is outside, at the standard streams. */
const clock = makeRealClock()
const listeners: ((text: string) => void)[] = []
process.stdin.on(
  'data',
  makeLines((line) => {
    for (const tell of listeners) tell(line)
  }),
)
process.stdin.on('end', () => process.exit(0))
const parent = {
  send: (text: string) => void process.stdout.write(`${text}\n`),
  onText: (listener: (text: string) => void) => void listeners.push(listener),
}
runDeviceHost(parent, { pipes: makeRealPipes(clock), clock, practice: null })
