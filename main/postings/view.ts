import type { PostingsView } from '#contract/postings'
import { hasRead, newestOf, postedOf, shownNotices, stationStanding } from '#domain/in-force'
import type { Till } from '#domain/till'
import { linesOf } from './opening.ts'

export interface PostingsNow {
  readonly till: Till
  readonly nowMs: number
  /** For a manager or IT. */
  readonly keeps: boolean
  /** Settings of head office as the start took them up. */
  readonly linesAtStart: string
  readonly lacksGoods: boolean
  readonly goodsChanges: number
}

export function postingsView(now: PostingsNow): PostingsView {
  const { till, nowMs, keeps } = now
  const { duty } = till
  const notices = duty === null ? [] : shownNotices(till, nowMs)
  return {
    notices: notices.map(({ id, title, text, untilMs, mustRead }) => ({
      ...{ id, title: { ...title }, text: { ...text }, untilMs, mustRead },
      read: duty !== null && hasRead(till, id, duty),
    })),
    ...{ station: stationStanding(till), goodsChanges: now.goodsChanges },
    state: keeps ? stateOf(now) : null,
  }
}

function stateOf({ till, linesAtStart, lacksGoods }: PostingsNow): NonNullable<PostingsView['state']> {
  const posted = till.postings.posted.flatMap(({ kind, scope, now, next }) => {
    const row = { kind, scope }
    return [
      ...(now ? [{ ...row, is: 'in-force' as const, issuedMs: now.issuedMs, fromMs: now.fromMs }] : []),
      ...(next ? [{ ...row, is: 'waits' as const, issuedMs: next.issuedMs, fromMs: next.fromMs }] : []),
    ]
  })
  return {
    ...{ posted, lists: listsOf(till), lacksGoods },
    refused: till.postings.refused.map((each) => ({ ...each })),
    nextStart: linesOf(till) !== linesAtStart,
  }
}

/** Of the newer catalogue, whether it holds yet or not. */
function listsOf(till: Till): NonNullable<PostingsView['state']>['lists'] {
  const both = (['all', 'own'] as const).map((scope) => postedOf(till, 'catalogue', scope))
  const [newest] = both
    .map((posted) => ({ posted, one: newestOf(posted) }))
    .sort((a, b) => (b.one?.issuedMs ?? -1) - (a.one?.issuedMs ?? -1))
  const { posted, one } = newest ?? {}
  if (!posted || one?.body.kind !== 'catalogue') return []
  const held = posted.next ? 0 : (posted.now?.lists ?? 0)
  return one.body.lists.map(({ is, rows, fromMs }, nth) => ({ is, rows, fromMs, inForce: nth < held }))
}
