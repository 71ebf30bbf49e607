import type { Hands } from '../case.ts'
import { until } from '../bench.ts'

/** The system's own service for chip cards (pcscd), inside the machine, as long as a case needs it. */
export interface Service {
  /** Resolves when it has said so. */
  readonly heard: (words: string) => Promise<true>
  readonly stop: () => Promise<void>
}

const FOLDER = '/run/station-readers'
const SAID_MAX = 1_000_000

/** `words`: lines of its configuration, for a reader that is not on the bus; those on the bus it finds by itself. */
export async function startService(hands: Hands, words: readonly string[]): Promise<Service> {
  const lines = words.map((each) => `'${each}'`).join(' ')
  await hands.shell(`mkdir -p /run/pcscd ${FOLDER}; rm -f ${FOLDER}/*; printf '%s\\n' ${lines} > ${FOLDER}/reader`)
  const running = await hands.machine.start([
    // Else it says what it says when it has said enough to fill a page.
    ...['/bin/sh', '-c', `exec stdbuf -oL pcscd --foreground --debug --config ${FOLDER} 2>&1`],
  ])
  let said = ''
  running.onOutput((bytes) => {
    said = (said + Buffer.from(bytes).toString()).slice(-SAID_MAX)
  })
  const heard = (each: string) =>
    until(() => (said.includes(each) ? (true as const) : null), `pcscd does not say "${each}":\n${said.slice(-3_000)}`)
  await heard('daemon ready')
  return {
    heard,
    stop: async () => {
      running.kill()
      await running.ended
    },
  }
}
