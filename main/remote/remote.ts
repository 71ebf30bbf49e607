import type { Handlers } from '#contract'
import type { RemoteView } from '#contract/remote'
import type { TillEvent } from '#domain/events'
import { answerHeard, openRequest, REMOTE_LIFE_MS, type RemoteAnswer } from '#domain/remote'
import type { Till } from '#domain/till'
import type { Joined } from '#drivers/floor/port'
import type { Desk } from '../handlers.ts'
import type { AmongStations } from '../shop/join.ts'
import { aboutOf } from './about.ts'
import { remoteHandlers } from './handlers.ts'
import { makeQueue, type Queue } from './queue.ts'
import { remoteView } from './view.ts'
import { digestOf, opened, sealed, type Heard, type Said } from './wire.ts'

export interface RemoteParts extends AmongStations {
  readonly desk: Desk
}

export interface StartedRemote {
  readonly handlers: Handlers['remote']
  readonly view: () => RemoteView
}

/** A text may be lost: what waits for an answer is asked again after so long. */
const AGAIN_MS = 4_000

/** Approvals between the stations of the shop: what is asked here, and what others ask of the managers here. */
export function startRemote(parts: RemoteParts): StartedRemote {
  const { acts, desk, clock, random, settings, identity, joined, onChange } = parts
  const { station } = settings
  const queue = makeQueue(clock)
  const say = (said: Said) => {
    if (identity) joined.send(sealed(station, identity, said))
  }
  const mine = askAgain(parts, say)
  joined.onStations(onChange)
  joined.onText((text) => hear(parts, { joined, queue, say, isExpired: mine.isExpired }, text))
  acts.onEvent((event) => {
    if (event.is !== 'remote-answered') return
    queue.remove(event.request.id)
    say(answerText(event))
  })
  return {
    handlers: remoteHandlers({ ...desk, random, settings, queue, reaches: () => joined.stations().length > 0 }),
    view: () => remoteView({ till: acts.till(), stations: joined.stations(), queue, leftMs: mine.leftMs() }),
  }
}

const answerText = ({ request, manager, says }: RemoteAnswer): Said => ({
  ...{ is: 'answered', request: request.id, manager, seen: digestOf(request) },
  says: says.is === 'yes' ? { is: 'yes' } : says,
})

/** Keeps asking for what waits, and says when it needs no answer any more. */
function askAgain({ acts, clock, closing, log }: RemoteParts, say: (said: Said) => void) {
  let asking: { readonly id: string; readonly sinceMs: number; readonly stop: AbortController } | null = null
  const leftMs = () => (asking ? Math.max(0, REMOTE_LIFE_MS - (clock.elapsedMs() - asking.sinceMs)) : 0)
  const keepAsking = async (stop: AbortSignal) => {
    while (leftMs() > 0 && !stop.aborted) {
      const till = acts.till()
      const request = openRequest(till)
      if (!request) return
      say({ is: 'asked', request, about: aboutOf(till, request), leftMs: leftMs() })
      try {
        await clock.wait(AGAIN_MS, stop)
      } catch {
        return // It was answered, or the station closes.
      }
    }
  }
  acts.onEvent(() => {
    const open = openRequest(acts.till())
    if ((open?.id ?? null) === (asking?.id ?? null)) return
    if (asking) {
      asking.stop.abort()
      say({ is: 'over', request: asking.id })
    }
    asking = open && { id: open.id, sinceMs: clock.elapsedMs(), stop: new AbortController() }
    if (!asking) return
    const signal = AbortSignal.any([asking.stop.signal, closing])
    keepAsking(signal).catch((cause: unknown) => log.fault('a request could not be sent', cause))
  })
  return { leftMs, isExpired: () => leftMs() === 0 }
}

interface Hearing {
  readonly joined: Joined
  readonly queue: Queue
  readonly say: (said: Said) => void
  readonly isExpired: () => boolean
}

function hear(parts: RemoteParts, { joined, queue, say, isExpired }: Hearing, text: string): void {
  const heard = opened(text, joined.stations())
  if (!heard) return
  const { from, said } = heard
  switch (said.is) {
    case 'asked': {
      // Nobody asks in another station's name.
      if (said.request.station !== from) return
      const answer = parts.acts.till().answers.find(({ request }) => request.id === said.request.id)
      if (answer) say(answerText(answer))
      else if (queue.put(said.request, said.about, said.leftMs)) parts.onChange()
      return
    }
    case 'over':
      if (queue.find(said.request)?.request.station === from && queue.remove(said.request)) parts.onChange()
      return
    case 'answered':
      answered(parts, { ...heard, said }, isExpired)
  }
}

type Answered = Heard & { readonly said: Extract<Said, { readonly is: 'answered' }> }

function answered({ acts, random, log }: RemoteParts, { from, said, signature }: Answered, isExpired: () => boolean) {
  const approval = random.id()
  const event = (till: Till): TillEvent | null => {
    const request = openRequest(till)
    // A yes to another request than this one, or to one that somebody altered on its way there.
    if (!request || digestOf(request) !== said.seen) return null
    const { manager, says, request: id } = said
    const answer = { request: id, station: from, signature, manager, says }
    return answerHeard(till, answer, { expired: isExpired(), approval })
  }
  acts.happened(random.id(), event).catch((cause: unknown) => log.fault('an answer could not be written', cause))
}
