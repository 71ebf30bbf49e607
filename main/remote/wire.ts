import { ApprovalId } from '#contract/authority-shapes'
import { RemoteNo } from '#contract/remote'
import { OperatorNumber, StationNumber } from '#contract/shapes'
import { REMOTE_LIFE_MS, type RemoteRequest as Request } from '#domain/remote'
import type { Neighbour } from '#drivers/floor/port'
import { createHash, verify } from 'node:crypto'
import { ed25519In } from '../ed25519.ts'
import type { Identity } from '../identity.ts'
import { RemoteRequest } from './record.ts'
import { z } from 'zod'

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
const Envelope = z.strictObject({
  from: StationNumber,
  said: z.string().max(TEXT_MAX),
  signature: z.base64().length(88),
})

const signedBytes = (from: string, said: string): Buffer => Buffer.from(`cashier-station remote 1\n${from}\n${said}`)

export function sealed(from: string, identity: Pick<Identity, 'sign'>, what: Said): string {
  const said = JSON.stringify(what)
  return JSON.stringify({ from, said, signature: identity.sign(signedBytes(from, said)) })
}

export interface Heard {
  readonly from: string
  readonly said: Said
  readonly signature: string
}

/** Null where it is no text of ours, or not of the station that it says it is from. */
export function opened(text: string, stations: readonly Neighbour[]): Heard | null {
  if (text.length > 2 * TEXT_MAX) return null
  const envelope = Envelope.safeParse(parsed(text))
  if (!envelope.success) return null
  const { from, said, signature } = envelope.data
  const bytes = signedBytes(from, said)
  const isTheirs = stations.some(({ station, publicKey }) => {
    const key = station === from ? ed25519In(publicKey) : null
    return key !== null && verify(null, bytes, key, Buffer.from(signature, 'base64'))
  })
  if (!isTheirs) return null
  const read = Said.safeParse(parsed(said))
  return read.success ? { from, said: read.data, signature } : null
}

/** Names just this request: whoever answers has seen all of it. */
export function digestOf(request: Request): string {
  const { id, act, subject, goods, amount, reason, station, epoch, asker, asks } = request
  const fields = [id, act, subject, goods, amount, reason, station, epoch, asker, asks]
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Refused like JSON of the wrong shape.
  }
}
