import { at } from '../../sources.ts'
import { makeLines } from '../guest/words.ts'
import { runIn } from '../running.ts'

/**
 * In the place of the station's own program for devices: has it run inside the machine instead, and passes on what it
 * and the station say to each other.
 */
const program = [process.execPath, at('tests/hardware/guest/devices.ts'), at('out/main/devices.js')]
const running = await runIn(Number(process.env['STATION_AGENT']), program)
running.onOutput(makeLines((line) => void process.send?.(line)))
process.on('message', (text) => running.write(`${String(text)}\n`))
process.once('disconnect', () => process.exit(0))
const { code, errors } = await running.ended
process.stderr.write(errors)
process.exit(code ?? 1)
