import { REMOTE_NOS } from '#domain/remote'
import { ApprovalId, Act, Ask, TotpCode, What } from './authority-shapes.ts'
import { BACK, LINES, PIN_REFUSALS, TOTP_REFUSALS, VOID_WORD } from './authority.ts'
import { call } from './define.ts'
import { Fen, Nothing, OperatorNumber, Secret, StationNumber, VoidReason } from './shapes.ts'
import { z } from 'zod'

/** Why a manager says no: the last is what a station says of a manager it does not know. */
export const RemoteNo = z.enum(REMOTE_NOS)

/** What this station asks of managers at others, or asked last. */
const Mine = z.strictObject({
  ...{ request: ApprovalId, act: Act, subject: z.string(), amount: Fen },
  /** `expired`: nobody answered in time. */
  is: z.enum(['waiting', 'given', 'refused', 'withdrawn', 'expired']),
  /** Of `waiting`, when the view was made. */
  leftMs: z.number().min(0),
  /** Of `given`. */
  approval: ApprovalId.nullable(),
  /** Who answered, and where. */
  by: z.strictObject({ station: StationNumber, manager: OperatorNumber }).nullable(),
  why: RemoteNo.nullable(),
})

/** What another station asks of the manager on duty here. */
export const RemoteWaiting = z.strictObject({
  ...{ request: ApprovalId, station: StationNumber, act: Act, subject: z.string(), amount: Fen, reason: VoidReason },
  asker: z.strictObject({ number: OperatorNumber, name: z.string() }),
  /** Names of goods it is about, the first few; `more` that are not named. */
  ...{ goods: z.array(z.string()), more: z.int() },
  /** When the sale was paid; null where it is about none. */
  paidAtMs: z.number().nullable(),
  asks: z.array(Ask).readonly(),
  /** Whether the manager’s authenticator is asked for beside the void password. */
  factor: z.boolean(),
  /** When the view was made. */
  leftMs: z.number().min(0),
})

export const RemoteView = z.strictObject({
  /** Other stations of the shop in reach. */
  stations: z.array(StationNumber),
  mine: Mine.nullable(),
  /** Oldest first; none but for a manager on duty. */
  waiting: z.array(RemoteWaiting),
})
export type RemoteView = z.infer<typeof RemoteView>
export type RemoteWaiting = z.infer<typeof RemoteWaiting>

/** Approvals from another station of the shop. */
export const remote = {
  /**
   * Asks the managers at the other stations for a yes to just this. What was asked before is withdrawn. A yes is an
   * approval like one given here; the view tells of it.
   */
  ask: call({
    ...{ by: 'cashier', changes: true },
    takes: z.strictObject({ what: What, reason: VoidReason, pin: Secret.optional() }),
    gives: z.strictObject({ request: ApprovalId }),
    refuses: [
      ...BACK,
      ...LINES,
      ...PIN_REFUSALS,
      ...(['no-manager-asked', 'unknown-manager', 'nobody-in-reach', 'offline-too-much'] as const),
      ...(['refunds-locked', 'pin-needed'] as const),
    ],
  }),
  withdraw: call({
    ...{ by: 'cashier', changes: true, takes: z.strictObject({ request: ApprovalId }), gives: Nothing },
    refuses: ['no-request'],
  }),
  /** What the manager on duty says to another station. A yes takes the own void password, whatever is asked. */
  answer: call({
    ...{ by: 'manager', changes: true, gives: Nothing },
    takes: z.strictObject({
      request: ApprovalId,
      says: z.discriminatedUnion('is', [
        z.strictObject({ is: z.literal('yes'), voidPassword: Secret, totp: TotpCode.optional() }),
        z.strictObject({ is: z.literal('no'), why: RemoteNo.exclude(['unknown-manager']) }),
      ]),
    }),
    refuses: [
      ...VOID_WORD,
      ...TOTP_REFUSALS,
      ...(['no-request', 'unknown-manager', 'self-approval', 'factor-needed'] as const),
    ],
  }),
}
