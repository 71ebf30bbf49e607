import type { Handlers } from '#contract'
import type { PartingView } from '#contract/parting'
import type { TillEvent } from '#domain/events'
import type { Parting } from '#domain/parting'
import { done, refused } from '#domain/result'
import type { Till } from '#domain/till'
import type { Random } from '#drivers/random/port'
import { EPOCH_MAX, readJournalName } from '#journal/epoch'
import type { Acts } from '../acts.ts'
import { byWord, type WordParts } from '../authority/managing.ts'
import type { UplinkState } from './uplink.ts'

export interface PartingParts {
  readonly acts: Acts
  readonly random: Pick<Random, 'id'>
  /** The epoch that the station works in. */
  readonly epoch: number
  /** Acts and secrets of whoever is on duty. */
  readonly desk: WordParts
}

export interface StartedParting {
  readonly handlers: Handlers['parting']
  readonly view: () => PartingView
  /** How the line to head office stands now: what it finds out is written down. */
  readonly heard: (state: UplinkState) => void
  /** By whom the station can be started anew. */
  readonly onRestart: (restart: () => void) => void
}

/**
 * Another machine has gone on under this station's name. Nothing that gives a number is begun here until a manager has
 * decided that this machine goes on, in an epoch of its own.
 */
export function startParting({ acts, random, epoch, desk }: PartingParts): StartedParting {
  let restart: (() => void) | null = null
  const next = ({ there }: Parting): number | null => {
    const later = Math.max(epoch, readJournalName(there.branch)?.epoch ?? 0) + 1
    return later > EPOCH_MAX ? null : later
  }
  return {
    handlers: {
      goOn: ({ hash, voidPassword }, txn) =>
        byWord(
          desk,
          { voidPassword, subject: 'epoch', txn },
          ({ parting }, by) => {
            if (!parting) return refused('not-parted')
            const { seq, there, decided } = parting
            if (decided) return refused('epoch-decided')
            if (there.hash !== hash) return refused('parting-changed')
            const later = next(parting)
            return later === null ? refused('no-more-epochs') : { is: 'epoch-decided', epoch: later, by, seq, there }
          },
          ({ parting }) => ({ epoch: (parting && next(parting)) ?? epoch }),
        ),
      restart: () => {
        const { parting, sale } = acts.till()
        if (!parting?.decided) return Promise.resolve(refused('no-epoch-decided'))
        if (sale.lines.length > 0) return Promise.resolve(refused('sale-open'))
        if (restart === null) return Promise.resolve(refused('no-restart-here'))
        // Whoever asked is answered first.
        setImmediate(restart)
        return Promise.resolve(done({}))
      },
    },
    view: () => {
      const { parting } = acts.till()
      return parting && { ...parting, next: next(parting), restarts: restart !== null }
    },
    heard: (state) => {
      // Most of what is heard changes nothing, and nobody waits for it.
      if (toWrite(acts.till(), state)) void acts.happened(random.id(), (till) => toWrite(till, state))
    },
    onRestart: (listener) => (restart = listener),
  }
}

function toWrite({ parting }: Till, state: UplinkState): TillEvent | null {
  if (state.is === 'fork' || state.is === 'superseded') {
    const { is: how, there } = state
    const isKnown = parting?.how === how && parting.there.hash === there.hash
    const seq = state.is === 'fork' ? state.seq : null
    return isKnown || parting?.decided ? null : { is: 'branch-parted', how, seq, there }
  }
  const goesOn = state.is === 'up-to-date' || state.is === 'sending'
  return goesOn && parting && !parting.decided ? { is: 'branch-joined' } : null
}
