import { z } from 'zod'
import { Assigned } from '../devices/record.ts'
import { PartingShape } from '../sync/record.ts'
import { Cause, Findings, OnFailure, SettingHashes } from './record.ts'

/** The standing of the till in a checkpoint. */
export const STANDING_SHAPE = {
  time: z.strictObject({ latestMs: z.number(), lastMs: z.number(), passedMs: z.number() }),
  activation: z.strictObject({
    granted: z.strictObject({ device: z.string().nullable(), major: z.int(), sinceMs: z.number() }).nullable(),
    demand: z.strictObject({ why: Cause, sinceMs: z.number(), graceMs: z.number() }).nullable(),
    ...{ lapsed: z.boolean(), wrong: z.array(z.number()), used: z.array(z.string()) },
    unregistered: z.string().nullable(),
  }),
  integrity: z.strictObject({
    ...{ findings: Findings, cashOnly: z.boolean() },
    accepted: z.strictObject({ hashes: SettingHashes, onFailure: OnFailure }).nullable(),
  }),
  devices: z.array(Assigned),
  // A checkpoint of a version that knew none has none.
  parting: PartingShape.default(null),
}
