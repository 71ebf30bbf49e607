import { POSTING_KINDS, POSTING_SCOPES, type PostingKind } from '#domain/postings'
import type { HubLine } from '#drivers/hub/port'
import type { Log } from '#drivers/log/port'
import { isKind, nameAt } from './posting.ts'
import type { Lying, TakenAs } from './taking.ts'

export interface AskingParts {
  readonly log: Log
  readonly shop: string
  readonly station: string
  readonly closing: AbortSignal
  readonly take: (line: HubLine, lying: Lying) => Promise<TakenAs>
  /** Something lay there, and was judged. */
  readonly asked: () => void
}

/** Asks the hub what head office posted of this kind, or of all: for `Lines.onLook`, which says when. */
export function makeAsking(parts: AskingParts): (line: HubLine, kind: string | null) => Promise<void> {
  const { closing, log } = parts
  // A hub that was set back counts its revisions anew, which a new line finds out.
  const settled = new WeakMap<HubLine, Map<string, number>>()
  return async (line, rung) => {
    const seen = settled.get(line) ?? new Map<string, number>()
    settled.set(line, seen)
    for (const kind of kindsOf(rung)) {
      for (const scope of POSTING_SCOPES) {
        if (closing.aborted) return
        const name = nameAt(parts, kind, scope)
        const heard = await line.posting(name)
        // The rest would not be answered either; the next look asks for all.
        if (heard.is === 'silence') return
        const posting = heard.value
        if (posting === null || seen.get(name) === posting.revision) continue
        try {
          const taken = await parts.take(line, { posting, kind, scope })
          if (taken === 'settled') seen.set(name, posting.revision)
        } catch (cause) {
          log.fault('a posting could not be judged', cause)
        }
        parts.asked()
      }
    }
  }
}

/** What rings for a part, or for something that is none of ours, is nothing to ask for. */
const kindsOf = (rung: string | null): readonly PostingKind[] =>
  rung === null ? POSTING_KINDS : isKind(rung) ? [rung] : []
