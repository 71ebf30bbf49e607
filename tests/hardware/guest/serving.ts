import { inTable, serve, type Calls } from '#drivers/process/served'
import { makeLines } from './words.ts'

/** Answers these calls on the standard streams, each a line, until nobody asks any more; gives what tells of events. */
export function serveOutside(calls: Calls): (name: string, value: unknown) => void {
  let heard: (text: string) => void = () => undefined
  process.stdin.on(
    'data',
    makeLines((line) => heard(line)),
  )
  process.stdin.on('end', () => process.exit(0))
  const send = (text: string) => void process.stdout.write(`${text}\n`)
  return serve({ send, onText: (listener) => (heard = listener) }, inTable(calls))
}
