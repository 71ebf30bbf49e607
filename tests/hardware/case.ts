import assert from 'node:assert/strict'
import type { Found, Opened, Pipe } from '../../drivers/pipe/port.ts'
import { until, type Bench, type Plugged } from './bench.ts'
import type { RemotePipes } from './remote-pipes.ts'

/** What each case has at hand; the machine and the program in it are the same for all. */
export interface Hands extends Bench {
  readonly real: RemotePipes
}

export interface Case {
  readonly name: string
  /** It mostly waits, and runs beside the next ones. */
  readonly isWaiting?: true
  /** Where it takes longer than others, ms. */
  readonly limitMs?: number
  /** Done before the machine starts, which may not see what is made on its disk later; `run` finds what came of it. */
  readonly before?: () => Promise<unknown>
  /** A text it gives says why it could not be run: what it needs is not there. */
  readonly run: (hands: Hands) => Promise<unknown>
}

/** The device at this place in this pipe, as soon as the system shows it. */
export const foundAt = <Line, Options>(pipe: Pipe<Line, Options>, { place }: Pick<Plugged, 'place'>): Promise<Found> =>
  until(async () => (await pipe.list()).find((each) => each.place === place) ?? null, `nothing is found at ${place}`)

/** Opens it, as soon as the system lets it be opened. */
export async function openAt<Line, Options>(
  pipe: Pipe<Line, Options>,
  plugged: Pick<Plugged, 'place'>,
  options: Options,
): Promise<Line> {
  return lineOf(await pipe.open(await foundAt(pipe, plugged), options))
}

export function lineOf<Line>(opened: Opened<Line>): Line {
  if (!opened.ok) assert.fail(`not opened: ${opened.why}`)
  return opened.line
}

/** Ends with what `work` gave, having pulled everything out that was plugged in. */
export async function plugging<Value>(
  hands: Hands,
  gadgets: readonly Parameters<Bench['plug']>[0][],
  work: (...plugged: readonly Plugged[]) => Promise<Value>,
): Promise<Value> {
  const plugged: Plugged[] = []
  try {
    for (const gadget of gadgets) plugged.push(await hands.plug(gadget))
    return await work(...plugged)
  } finally {
    for (const each of plugged) await each.unplug()
  }
}

export const textOf = (bytes: Uint8Array | string | null): string =>
  bytes instanceof Uint8Array ? Buffer.from(bytes).toString('latin1') : String(bytes)
