import { startArguments } from '#main/shell/chromium/arguments'
import { openCdp, type Cdp } from '#main/shell/chromium/cdp'
import { findChromium } from '#main/shell/chromium/find'
import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

/** The system's Chromium with the station's own flags and one empty page: what the station is held against. */
export interface BareBrowser {
  readonly cdp: Cdp
  readonly session: string
  /** Gives what an expression in the page comes to; promises are awaited. */
  readonly evaluate: (expression: string) => Promise<unknown>
  readonly end: () => Promise<void>
}

const PAGE = 'data:text/html,<title>bare</title><p id=line>bare</p>'
/** Each try is one round trip over the pipe. */
const SHOWN_TRIES = 10_000
const SIZE = { width: 1366, height: 768 }

export async function openBare(folder: string): Promise<BareBrowser> {
  const options = { folder, headless: true, kiosk: false, title: 'bare', size: SIZE }
  const given = startArguments(options, 'bare', 'https://station.localhost')
  const child = spawn(findChromium(), given, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
  // spawn was told to make both pipes.
  const cdp = openCdp(child.stdio[3] as Writable, child.stdio[4] as Readable)
  const { targetId } = await cdp.send('Target.createTarget', { url: PAGE, newWindow: true, ...SIZE })
  // The protocol's own shapes, here and below.
  const attached = await ask(cdp, 'Target.attachToTarget', { targetId, flatten: true })
  const { sessionId } = attached as { sessionId: string }
  const evaluate = async (expression: string) => {
    const given = { expression, returnByValue: true, awaitPromise: true }
    const answer = (await ask(cdp, 'Runtime.evaluate', given, sessionId)) as { result: { value: unknown } }
    return answer.result.value
  }
  await untilShown(evaluate)
  return { cdp, session: sessionId, evaluate, end: () => end(cdp, child) }
}

/** The empty first document makes way for ours while it is asked: then it is asked again. */
async function untilShown(evaluate: BareBrowser['evaluate']): Promise<void> {
  for (let tries = 0; tries < SHOWN_TRIES; tries++) {
    const shown = await evaluate('document.querySelector("#line") !== null').catch(() => false)
    if (shown === true) return
  }
  throw new Error('the bare page did not come')
}

/** A method the station itself has no use for, and so no type. */
const ask = (cdp: Cdp, method: string, params: object, sessionId?: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const message = { method, params, ...(sessionId !== undefined && { sessionId }) }
    cdp.pass(message, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)))
  })

async function end(cdp: Cdp, child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await cdp.send('Browser.close', {}).catch(() => undefined)
  await gone
}
