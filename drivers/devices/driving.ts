import type { Clock } from '../clock/port.ts'
import type { Pipes } from '../pipe/port.ts'
import type { Assigned, DeviceState } from './port.ts'

/** What a driver of a role is given, inside the process that drives the devices. */
export interface Driving {
  readonly assigned: Assigned
  readonly pipes: Pipes
  readonly clock: Clock
  /** Of the receipt paper. */
  readonly columns: number
  /** Tells main of something, such as a code. */
  readonly tell: (name: string, value: unknown) => void
  /** A line for the trace of the device screen; never anything secret. */
  readonly trace: (text: string) => void
  readonly onState: () => void
}

/** A device in its role. */
export interface Driven {
  readonly state: () => DeviceState
  /** What main may ask of it, by name without the role. */
  readonly calls: Readonly<Record<string, (input: unknown) => Promise<unknown>>>
  readonly stop: () => Promise<void>
}
