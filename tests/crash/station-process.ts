/**
 * The whole station on the real disk without a window, for killing. It says `reading` when it begins to read what it
 * finds, and `open` once everything is read and folded; then each line of standard input is answered by one line: a
 * call's text by the door's, `view` by the cashier's view.
 */
import { sentenceOf } from '#main/sentences'
import { openStation } from '#main/station'
import { onDiskParts } from '../world/on-disk.ts'
import { createInterface } from 'node:readline'

/** About thirty sales a file, so that kills also meet files that are begun. */
const SEGMENT_BYTES = 16_384

process.stdout.write('reading\n')
const opened = await openStation({ ...onDiskParts(process.argv[2] ?? ''), segmentBytes: SEGMENT_BYTES })
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
