import { ApprovalId } from '#contract/authority-shapes'
import { RemoteNo } from '#contract/remote'
import { OperatorNumber } from '#contract/shapes'
import { REMOTE_LIFE_MS, type RemoteRequest as Request } from '#domain/remote'
import type { Neighbour } from '#drivers/floor/port'
import type { Identity } from '../identity.ts'
import { openedText, sealedText, type HeardText, type Matter } from '../shop/signed.ts'
import { RemoteRequest } from './record.ts'
import { z } from 'zod'
import { createHash } from 'node:crypto'

/**
 * What stations say to each other about approvals: JSON, signed (Ed25519) by the station it comes from. A request is
 * said again until it is answered, so nothing hangs on a text that was lost; said twice it is the same request.
 */
export const ABOUT_GOODS = 8
const NAME_MAX = 60
const Name = z.string().max(NAME_MAX)
export const About = z.strictObject({
  /** The asker’s. */
  name: Name,
  goods: z.array(Name).max(ABOUT_GOODS),
  more: z.int().min(0),
  paidAtMs: z.number().nullable(),
})
export type About = z.infer<typeof About>

const Said = z.discriminatedUnion('is', [
  z.strictObject({
    ...{ is: z.literal('asked'), request: RemoteRequest, about: About },
    leftMs: z.number().min(0).max(REMOTE_LIFE_MS),
  }),
  /** It needs no answer any more. */
  z.strictObject({ is: z.literal('over'), request: ApprovalId }),
  z.strictObject({
    ...{ is: z.literal('answered'), request: ApprovalId, manager: OperatorNumber },
    /** SHA-256 of the request as the manager saw it, hex. */
    seen: z.string().regex(/^[0-9a-f]{64}$/),
    says: z.discriminatedUnion('is', [
      z.strictObject({ is: z.literal('yes') }),
      z.strictObject({ is: z.literal('no'), why: RemoteNo }),
    ]),
  }),
])
export type Said = z.infer<typeof Said>

/** A request has 200 lines of goods at most. */
const TEXT_MAX = 8_192
const REMOTE: Matter<Said> = { name: 'remote 1', schema: Said, most: TEXT_MAX }

export const sealed = (from: string, identity: Pick<Identity, 'sign'>, what: Said): string =>
  sealedText(REMOTE, from, identity, what)

export type Heard = HeardText<Said>

export const opened = (text: string, stations: readonly Neighbour[]): Heard | null => openedText(REMOTE, text, stations)

/** Names just this request: whoever answers has seen all of it. */
export function digestOf(request: Request): string {
  const { id, act, subject, goods, amount, reason, station, epoch, asker, asks } = request
  const fields = [id, act, subject, goods, amount, reason, station, epoch, asker, asks]
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}
