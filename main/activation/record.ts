import { OperatorNumber } from '#contract/shapes'
import { FINDING_CODES } from '#domain/integrity'
import type { StandingEvent } from '#domain/standing'
import { z } from 'zod'
import { DEVICE_RECORDS } from '../devices/record.ts'
import { PARTING_RECORDS } from '../sync/record.ts'

/** What records of the activation and of the station's checks of itself hold. */
const event = <const Kind extends string, Shape extends z.ZodRawShape>(is: Kind, shape: Shape) =>
  z.strictObject({ is: z.literal(is), ...shape })

export const CAUSES = ['new-device', 'changed-device', 'upgrade', 'periodic', 'head-office'] as const
export const Cause = z.enum(CAUSES)
/** Hex of eight bytes. */
export const TokenId = z.string().regex(/^[0-9a-f]{16}$/)
export const DeviceFingerprint = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{16}$/)

const FINDINGS_MAX = 200
const ABOUT_MAX = 200
export const Finding = z.strictObject({
  ...{ code: z.enum(FINDING_CODES), about: z.string().max(ABOUT_MAX), note: z.boolean() },
})
export const Findings = z.array(Finding).max(FINDINGS_MAX).readonly()
export const OnFailure = z.enum(['tell', 'cash-only'])
const SETTINGS_MAX = 500
export const SettingHashes = z
  .array(z.strictObject({ file: z.string().max(64), field: z.string().max(64), sha256: z.string().length(64) }))
  .max(SETTINGS_MAX)
  .readonly()

export const STANDING_RECORDS = [
  event('activation-demanded', {
    ...{ why: Cause, graceMs: z.int().min(0), token: TokenId.nullable(), by: OperatorNumber.nullable() },
  }),
  event('activation-lapsed', {}),
  event('clock-turned', {}),
  event('activation-granted', {
    ...{ token: TokenId, device: DeviceFingerprint, major: z.int().min(0), by: OperatorNumber },
  }),
  event('code-refused', { why: z.string().max(64), by: OperatorNumber }),
  event('integrity-checked', { findings: Findings, cashOnly: z.boolean() }),
  event('settings-accepted', { hashes: SettingHashes, onFailure: OnFailure, by: OperatorNumber.nullable() }),
  ...DEVICE_RECORDS,
  ...PARTING_RECORDS,
] as const satisfies readonly z.ZodType<StandingEvent>[]
