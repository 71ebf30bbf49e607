import { OperatorNumber, StationNumber } from '#contract/shapes'
import { OPERATORS_MAX } from '#domain/duty'
import { SECRET_KINDS } from '#domain/lockout'
import {
  POSTING_KINDS,
  POSTING_REFUSALS,
  POSTING_SCOPES,
  type PostingBody,
  type PostingEvent,
  type Postings,
} from '#domain/postings'
import { REMOVED_KEPT } from '#domain/posted-operators'
import { KeyId } from '../head-office/trust.ts'
import { FeesSetting } from '../statements/settings.ts'
import { ProfileLines } from './profile-lines.ts'
import { z } from 'zod'

/** What the journal and a checkpoint hold of postings. */
export const LISTS_MAX = 16
export const NOTICES_MAX = 30
export const [TITLE_MAX, NOTICE_TEXT_MAX] = [60, 2_000]
export const DEMAND_HOURS_MAX = 720
export const SECRETS_MAX = 200
export const CODES_MAX = 500
export const DEAD_KEYS_MAX = 20
const DOCUMENT_MAX = 24_000
const NAME_MAX = 80
const ABOUT_MAX = 200

export const Kind = z.enum(POSTING_KINDS)
export const Scope = z.enum(POSTING_SCOPES)
export const Digest = z.string().regex(/^[0-9a-f]{64}$/)
export const NoticeId = z.string().regex(/^[\w-]{1,32}$/)
export const StationIs = z.enum(['open', 'cash-only', 'closed'])
const Token = z.string().regex(/^[0-9a-f]{16}$/)
const Ms = z.int().min(0)
const FromMs = Ms.nullable()
export const OPERATOR_NAME_MAX = 20
const Person = z.strictObject({
  ...{ number: OperatorNumber, name: z.string().max(120), role: z.enum(['cashier', 'manager', 'it']) },
})
const words = (max: number) => z.strictObject({ zh: z.string().max(max), en: z.string().max(max).nullable() })

export const PostedNoticeRecord = z.strictObject({
  ...{ id: NoticeId, title: words(TITLE_MAX), text: words(NOTICE_TEXT_MAX) },
  ...{ fromMs: FromMs, untilMs: FromMs, mustRead: z.boolean() },
})
const PostedListRecord = z.strictObject({
  ...{ is: z.enum(['goods', 'prices']), fromMs: FromMs, rows: z.int().min(0), digest: Digest },
})
const of = <const Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape })
export /** Of one shop. */
const STATIONS_MAX = 99
/** Ed25519: 44 bytes. */
const PUBLIC_KEY_CHARACTERS = 60
export const PostedStationRecord = z.strictObject({
  ...{ station: StationNumber, publicKey: z.base64().length(PUBLIC_KEY_CHARACTERS) },
})

const BODIES = {
  catalogue: of('catalogue', { lists: z.array(PostedListRecord).max(LISTS_MAX) }),
  operators: of('operators', { operators: z.array(Person).max(OPERATORS_MAX) }),
  policy: of('policy', { document: z.string().max(DOCUMENT_MAX) }),
  fees: of('fees', { fees: FeesSetting }),
  notices: of('notices', { notices: z.array(PostedNoticeRecord).max(NOTICES_MAX) }),
  standing: of('standing', {
    demand: z.strictObject({ token: Token, graceMs: Ms }).nullable(),
    secrets: z
      .array(z.strictObject({ token: Token, operator: OperatorNumber, secret: z.enum(SECRET_KINDS) }))
      .max(SECRETS_MAX),
    codes: z.array(z.strictObject({ token: Token })).max(CODES_MAX),
    ...{ keys: z.array(KeyId).max(DEAD_KEYS_MAX), station: StationIs },
  }),
  profile: of('profile', { lines: ProfileLines }),
  stations: of('stations', { stations: z.array(PostedStationRecord).max(STATIONS_MAX) }),
}
export const Body = z.discriminatedUnion('kind', [
  ...([BODIES.catalogue, BODIES.operators, BODIES.policy, BODIES.fees] as const),
  ...([BODIES.notices, BODIES.standing, BODIES.profile, BODIES.stations] as const),
])
// What the schema gives is what domain takes, but for holes that it never makes.
const Taken = { issuedMs: Ms, digest: Digest, fromMs: FromMs, body: Body as z.ZodType<PostingBody> }
const Name = z.string().max(NAME_MAX)
const Refused = {
  ...{ name: Name, kind: Kind, revision: z.int().min(0), why: z.enum(POSTING_REFUSALS) },
  about: z.string().max(ABOUT_MAX),
}
export const aboutOf = (text: string): string => text.slice(0, ABOUT_MAX)
const event = <const Kind extends string, Shape extends z.ZodRawShape>(is: Kind, shape: Shape) =>
  z.strictObject({ is: z.literal(is), ...shape })

export const POSTING_RECORDS = [
  event('posting-taken', { name: Name, revision: z.int().min(0), scope: Scope, ...Taken }),
  event('posting-applied', { scope: Scope, kind: Kind, issuedMs: Ms, digest: Digest, lists: z.int().min(0) }),
  event('posting-refused', Refused),
  event('notice-read', { notice: NoticeId, operator: OperatorNumber }),
] as const satisfies readonly z.ZodType<PostingEvent>[]

const READ_MAX = NOTICES_MAX * 2 * OPERATORS_MAX
/** Of the till in a checkpoint. */
export const PostingsShape = z.strictObject({
  posted: z.array(
    z.strictObject({
      ...{ kind: Kind, scope: Scope, next: z.strictObject(Taken).nullable() },
      now: z.strictObject({ ...Taken, lists: z.int().min(0) }).nullable(),
    }),
  ),
  refused: z.array(z.strictObject({ ...Refused, atMs: z.int() })),
  read: z.array(z.strictObject({ notice: NoticeId, operator: OperatorNumber })).max(READ_MAX),
  ...{ removed: z.array(OperatorNumber).max(REMOVED_KEPT), deadKeys: z.array(KeyId) },
}) satisfies z.ZodType<Postings>
