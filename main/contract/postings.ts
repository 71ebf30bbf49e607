import { POSTING_KINDS, POSTING_REFUSALS, POSTING_SCOPES } from '#domain/postings'
import { call } from './define.ts'
import { Nothing } from './shapes.ts'
import { z } from 'zod'

const Words = z.strictObject({ zh: z.string(), en: z.string().nullable() })
const NoticeId = z.string().min(1).max(32)
const Kind = z.enum(POSTING_KINDS)

export const NoticeView = z.strictObject({
  ...{ id: NoticeId, title: Words, text: Words, untilMs: z.number().nullable() },
  mustRead: z.boolean(),
  /** By whoever is on duty. */
  read: z.boolean(),
})
export type NoticeView = z.infer<typeof NoticeView>

/** What head office posted for this station. */
export const PostingsView = z.strictObject({
  /** In force now; none while nobody is on duty. */
  notices: z.array(NoticeView),
  /** `cash-only`, `closed`: head office said so. */
  station: z.enum(['open', 'cash-only', 'closed']),
  /** How often what is sold has changed since the start: pages ask for it anew. */
  goodsChanges: z.int(),
  /** How postings stand; null but for a manager on duty, and IT. */
  state: z
    .strictObject({
      posted: z.array(
        z.strictObject({
          ...{ kind: Kind, scope: z.enum(POSTING_SCOPES), is: z.enum(['in-force', 'waits']) },
          /** By head office's clock. */
          issuedMs: z.number(),
          /** When it is to hold; null: as soon as no sale is open. */
          fromMs: z.number().nullable(),
        }),
      ),
      /** Of the newest catalogue. */
      lists: z.array(
        z.strictObject({
          ...{ is: z.enum(['goods', 'prices']), rows: z.int(), fromMs: z.number().nullable() },
          inForce: z.boolean(),
        }),
      ),
      refused: z.array(
        z.strictObject({
          ...{ name: z.string(), kind: Kind, revision: z.int(), why: z.enum(POSTING_REFUSALS), about: z.string() },
          atMs: z.number(),
        }),
      ),
      /** Settings of head office that count from the next start. */
      nextStart: z.boolean(),
      /** A list that is in force is not on this machine: what was sold before it stands in. */
      lacksGoods: z.boolean(),
    })
    .nullable(),
})
export type PostingsView = z.infer<typeof PostingsView>

/** Why the next sale does not begin: head office closed the station, or has something to be read first. */
export const UNBEGUN = ['station-closed', 'notice-unread'] as const

/** Notices of head office. */
export const notices = {
  /** Whoever is on duty has read it. */
  read: call({
    ...{ by: 'on-duty', changes: true, takes: z.strictObject({ notice: NoticeId }), gives: Nothing },
    refuses: ['no-such-notice'],
  }),
}
