import { DeviceName, DeviceRole, DeviceStateView, DID, MakeId } from '#contract/devices'
import { Gadget } from '#contract/shapes'
import { CODE_CHARACTERS_MAX } from '#drivers/scanner/port'
import type { Swipe, SwipeFault } from '#drivers/reader/port'
import { z } from 'zod'

/**
 * What the process says that drives the devices. It reads what strange devices tell, so it is believed nothing but
 * what has the right shape.
 */
const Hex = z.string().regex(/^(?:[0-9a-f]{2}){0,512}$/)
const bytes = Hex.transform((hex) => Uint8Array.from(Buffer.from(hex, 'hex')))
const track = bytes.nullable()

export const StateHeard = z.object({ role: DeviceRole, state: DeviceStateView })
export const CodeHeard = z.object({ role: DeviceRole, code: z.string().min(1).max(CODE_CHARACTERS_MAX) })
export const SwipeHeard: z.ZodType<Swipe | SwipeFault> = z.union([
  z.object({ fault: z.enum(['misread', 'in-the-clear', 'keys-used-up', 'garbled', 'played-again']) }),
  z.object({
    card: z
      .string()
      .regex(/^\d{6}\*{2,9}\d{4}$/)
      .nullable(),
    expiry: z
      .string()
      .regex(/^\d{4}$/)
      .nullable(),
    ...{ hasChip: z.boolean(), cipher: z.enum(['tdes', 'aes']), ksn: bytes },
    tracks: z.tuple([track, track, track]),
  }),
])
export const CardHeard = z.object({ present: z.boolean() })
export const TraceHeard = z.object({ role: DeviceRole, text: z.string().max(200) })

const FOUND_MAX = 200
export const FoundHeard = z
  .array(
    z.object({
      ...{ device: DeviceName, name: z.string().max(64).nullable() },
      makes: z.array(z.object({ role: DeviceRole, make: MakeId, name: z.string().max(64) })).max(20),
    }),
  )
  .max(FOUND_MAX)
export type FoundHeard = z.infer<typeof FoundHeard>

export const PracticeHeard = z
  .array(z.object({ name: Gadget, plugged: z.boolean(), shows: z.string().max(200) }))
  .max(Gadget.options.length)
export type PracticeHeard = z.infer<typeof PracticeHeard>

/** How a try ended, in a word the screen has a sentence for, and what there is to show of it. */
export const TriedHeard = z.object({ what: z.enum(DID), text: z.string().max(160) })
