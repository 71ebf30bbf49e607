import { OperatorNumber } from '#contract/shapes'
import { DeviceName, DeviceRole, MakeId } from '#contract/devices'
import { z } from 'zod'

/** What records of devices and their roles hold. */
export const Assigned = z.strictObject({ role: DeviceRole, device: DeviceName, make: MakeId })

export const DEVICE_RECORDS = [
  z.strictObject({ is: z.literal('device-assigned'), assigned: Assigned, by: OperatorNumber }),
  z.strictObject({ is: z.literal('device-removed'), role: DeviceRole, by: OperatorNumber }),
] as const
