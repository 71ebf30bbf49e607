import { Act, ApprovalId, Ask } from '#contract/authority-shapes'
import { RemoteNo } from '#contract/remote'
import { Fen, OperatorNumber, StationNumber, VoidReason } from '#contract/shapes'
import { LINES_MAX } from '#domain/sale'
import { z } from 'zod'

/** What a yes is bound to, as records hold it: `place×quantity` of each line, a receipt or the order of a tender. */
export const GOODS_TEXT_MAX = LINES_MAX * '999×99999,'.length
export const BOUND = {
  ...{ act: Act, subject: z.string().max(64), goods: z.string().max(GOODS_TEXT_MAX), amount: Fen, reason: VoidReason },
  ...{ station: StationNumber, epoch: z.int().min(1), asker: OperatorNumber },
}

export const RemoteRequest = z.strictObject({ id: ApprovalId, ...BOUND, asks: z.array(Ask).readonly() })
const Said = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('yes'), step: z.int().min(0).nullable() }),
  z.strictObject({ is: z.literal('no'), why: RemoteNo }),
])
export const RemoteAnswer = z.strictObject({ request: RemoteRequest, manager: OperatorNumber, says: Said })
const Ended = { station: StationNumber, manager: OperatorNumber }
export const RemoteEnd = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('withdrawn') }),
  z.strictObject({ is: z.literal('given'), approval: ApprovalId, ...Ended }),
  z.strictObject({ is: z.literal('refused'), why: RemoteNo, ...Ended }),
])

export const REMOTE_EVENTS = [
  z.strictObject({ is: z.literal('remote-asked'), request: RemoteRequest }),
  z.strictObject({ is: z.literal('remote-withdrawn'), request: ApprovalId }),
  z.strictObject({ is: z.literal('remote-refused'), request: ApprovalId, ...Ended, why: RemoteNo }),
  z.strictObject({ is: z.literal('remote-answered'), ...RemoteAnswer.shape }),
] as const

/** The answer as the other station signed it: base64 of 64 bytes. */
export const From = z.strictObject({
  ...{ request: ApprovalId, station: StationNumber, signature: z.base64().length(88) },
})
