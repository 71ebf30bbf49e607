/**
 * The whole station on the real disk without a window, for killing. It says `open` once everything is read and folded;
 * then each line of standard input is answered by one line: a call's text by the door's, `view` by the cashier's view.
 */
import { makeRealClock } from '#drivers/clock/real'
import { makeRealDisk } from '#drivers/disk/real'
import { makeHashing } from '#drivers/hashing/argon2'
import { SIMULATION_COST } from '#drivers/hashing/port'
import { SILENT } from '#drivers/log/pino'
import { makeVirtualPrinter } from '#drivers/printer/virtual'
import { makeRealRandom } from '#drivers/random/real'
import { makeVirtualScanner } from '#drivers/scanner/virtual'
import { trainingGoods } from '#main/catalogue/training-goods'
import { sentenceOf } from '#main/sentences'
import { openStation } from '#main/station'
import { createInterface } from 'node:readline'

const folder = process.argv[2] ?? ''
const scanner = makeVirtualScanner()
const opened = await openStation({
  ...{ disk: makeRealDisk(), clock: makeRealClock(), random: makeRealRandom(), log: SILENT },
  // Hashing is not what is tried here; at its counter cost it would be all the time there is.
  hashing: makeHashing(SIMULATION_COST),
  ...{ scanner, printer: makeVirtualPrinter(), trigger: scanner.scan, goods: trainingGoods },
  ...{ folder, profile: 'test', language: null },
})
if (!opened.ok) {
  process.stdout.write(`refused ${sentenceOf(opened).en}\n`)
  process.exit(1)
}
const station = opened.value
process.stdout.write('open\n')
createInterface({ input: process.stdin }).on('line', (text) => {
  const answer = text === 'view' ? JSON.stringify(station.view('cashier')) : station.answer('cashier', text)
  void Promise.resolve(answer).then((line) => process.stdout.write(`${line}\n`))
})
