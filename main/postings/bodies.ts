import { OperatorNumber } from '#contract/shapes'
import { holdsCardNumber } from '#domain/card-number'
import { OPERATORS_MAX } from '#domain/duty'
import { SECRET_KINDS } from '#domain/lockout'
import type { PostingBody, PostingKind } from '#domain/postings'
import { momentOf } from '#domain/shop-day'
import { PolicyDocument } from '../head-office/policy.ts'
import { KeyId } from '../head-office/trust.ts'
import { FeesSetting } from '../statements/settings.ts'
import { sha256 } from './posting.ts'
import { ProfileLines } from './profile-lines.ts'
import {
  CODES_MAX,
  DEAD_KEYS_MAX,
  DEMAND_HOURS_MAX,
  Digest,
  LISTS_MAX,
  NOTICES_MAX,
  NOTICE_TEXT_MAX,
  NoticeId,
  OPERATOR_NAME_MAX,
  PostedStationRecord,
  SECRETS_MAX,
  StationIs,
  STATIONS_MAX,
  TITLE_MAX,
} from './record.ts'
import { GOODS_MAX } from '../catalogue/catalogue.ts'
import { z } from 'zod'

/** What a posting of each kind says, as head office writes it. Times are the shop's own: `2026-12-01 06:00:00`. */
export const Moment = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** What people read: no card number, and nothing that can not be seen. */
const said = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}]+$/u)
    .refine((text) => !holdsCardNumber(text), { error: 'holds a card number' })
const lines = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^(?:[^\p{C}]|\n)+$/u)
    .refine((text) => !holdsCardNumber(text), { error: 'holds a card number' })
const isEachOnce = <Each>(nameOf: (each: Each) => string) => ({
  check: (all: readonly Each[]) => new Set(all.map(nameOf)).size === all.length,
  error: { error: 'one of them is there twice' },
})

/** A part goes over the line in a few seconds, and the whole list in a minute. */
export const PART_BYTES_MAX = 393_216
export const PARTS_MAX = 64
/** Of a list that is unpacked. */
export const LIST_BYTES_MAX = 33_554_432

export const ListFields = z.strictObject({
  ...{ is: z.enum(['goods', 'prices']), from: Moment.nullable(), rows: z.int().min(1).max(GOODS_MAX) },
  ...{ bytes: z.int().min(1).max(LIST_BYTES_MAX), digest: Digest, parts: z.array(Digest).min(1).max(PARTS_MAX) },
})
export type ListFields = z.infer<typeof ListFields>

const Person = z.strictObject({
  ...{ number: OperatorNumber, name: said(OPERATOR_NAME_MAX), role: z.enum(['cashier', 'manager', 'it']) },
})
const numbers = isEachOnce(({ number }: { readonly number: string }) => number)
const Notice = z.strictObject({
  id: NoticeId,
  title: z.strictObject({ zh: said(TITLE_MAX), en: said(TITLE_MAX).nullable().default(null) }),
  text: z.strictObject({ zh: lines(NOTICE_TEXT_MAX), en: lines(NOTICE_TEXT_MAX).nullable().default(null) }),
  ...{ from: Moment.nullable().default(null), until: Moment.nullable().default(null) },
  mustRead: z.boolean().default(false),
})
const stations = isEachOnce(({ station }: { readonly station: string }) => station)
const ids = isEachOnce(({ id }: { readonly id: string }) => id)

export const WIRE = {
  catalogue: z.strictObject({ lists: z.array(ListFields).min(1).max(LISTS_MAX) }),
  operators: z.strictObject({
    operators: z
      .array(Person)
      .min(1)
      .max(OPERATORS_MAX)
      .refine(numbers.check, numbers.error)
      .refine((all) => all.some(({ role }) => role === 'manager'), { error: 'no manager is among them' }),
  }),
  policy: z.strictObject({ document: PolicyDocument }),
  fees: z.strictObject({ fees: FeesSetting }),
  notices: z.strictObject({ notices: z.array(Notice).max(NOTICES_MAX).refine(ids.check, ids.error) }),
  /** `on`: a demand or a revocation counts once, by what it is and its day. */
  standing: z.strictObject({
    demand: z
      .strictObject({ on: Day, graceHours: z.int().min(0).max(DEMAND_HOURS_MAX) })
      .nullable()
      .default(null),
    secrets: z
      .array(z.strictObject({ operator: OperatorNumber, secret: z.enum(SECRET_KINDS), on: Day }))
      .max(SECRETS_MAX)
      .default([]),
    codes: z
      .array(z.string().regex(/^[0-9a-f]{16}$/))
      .max(CODES_MAX)
      .default([]),
    keys: z.array(KeyId).max(DEAD_KEYS_MAX).default([]),
    station: StationIs.default('open'),
  }),
  profile: z.strictObject({ lines: ProfileLines }),
  stations: z.strictObject({
    stations: z.array(PostedStationRecord).max(STATIONS_MAX).refine(stations.check, stations.error),
  }),
} as const
export type Wire = { readonly [Kind in PostingKind]: z.infer<(typeof WIRE)[Kind]> }

/** A body of this kind, or what is wrong with it. */
export function bodyIn<Kind extends PostingKind>(kind: Kind, body: unknown): Wire[Kind] | string {
  const read = WIRE[kind].safeParse(body)
  // The schema of a kind gives what that kind has.
  if (read.success) return read.data as Wire[Kind]
  const [issue] = read.error.issues
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
}

const HOUR_MS = 3_600_000
const TOKEN_DIGITS = 16
/** What is done once is known by this. */
const tokenOf = (...words: readonly string[]): string => sha256(words.join('\n')).slice(0, TOKEN_DIGITS)

/** A moment of the shop that there is not. */
class NoMoment extends Error {}

/** As the journal has it, with the shop's times as moments; or what is wrong with it. */
export function understood(kind: PostingKind, body: unknown, timeZone: string): PostingBody | string {
  const read = bodyIn(kind, body)
  if (typeof read === 'string') return read
  const at = (local: string | null): number | null => {
    const ms = local === null ? null : momentOf(local, timeZone)
    if (local !== null && ms === null) throw new NoMoment(local)
    return ms
  }
  try {
    return READERS[kind](read as never, at) // each reader has what its own schema gave
  } catch (cause) {
    if (cause instanceof NoMoment) return `${cause.message}: no such time`
    throw cause
  }
}

type At = (local: string | null) => number | null
const READERS: { readonly [Kind in PostingKind]: (body: Wire[Kind], at: At) => PostingBody } = {
  catalogue: ({ lists }, at) => ({
    kind: 'catalogue',
    lists: lists
      .map(({ is, from, rows, digest }) => ({ is, fromMs: at(from), rows, digest }))
      .sort((a, b) => (a.fromMs ?? 0) - (b.fromMs ?? 0)),
  }),
  operators: ({ operators }) => ({ kind: 'operators', operators }),
  policy: ({ document }) => ({ kind: 'policy', document: JSON.stringify(document) }),
  fees: ({ fees }) => ({ kind: 'fees', fees }),
  notices: ({ notices }, at) => ({
    kind: 'notices',
    notices: notices.map(({ from, until, ...notice }) => ({ ...notice, fromMs: at(from), untilMs: at(until) })),
  }),
  standing: ({ demand, secrets, codes, keys, station }) => ({
    ...{ kind: 'standing', keys, station, codes: codes.map((token) => ({ token })) },
    demand: demand && { token: tokenOf('demand', demand.on), graceMs: demand.graceHours * HOUR_MS },
    secrets: secrets.map(({ operator, secret, on }) => ({
      ...{ operator, secret, token: tokenOf('secret', operator, secret, on) },
    })),
  }),
  profile: ({ lines }) => ({ kind: 'profile', lines }),
  stations: ({ stations }) => ({ kind: 'stations', stations }),
}
