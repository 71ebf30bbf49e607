import type { Result } from '#domain/result'
import type { z } from 'zod'

/**
 * Who may ask: whoever stands there, who is on duty, or who is on duty in a role (a manager may what a cashier may).
 * Checked in main.
 */
export type By = 'anyone' | 'on-duty' | 'cashier' | 'manager' | 'it' | 'manager-or-it'

/**
 * One thing the renderer may ask of main. `changes: true` means that what the call changes is in the journal before
 * it answers, and that a repeat with the same `txn` answers what the first one did.
 */
export interface Call<Takes extends z.ZodType, Gives extends z.ZodType, Why extends string> {
  readonly by: By
  readonly changes: boolean
  readonly takes: Takes
  readonly gives: Gives
  readonly refuses: readonly Why[]
}

export const call = <Takes extends z.ZodType, Gives extends z.ZodType, const Why extends string>(
  definition: Call<Takes, Gives, Why>,
): Call<Takes, Gives, Why> => definition

/** How the door itself may refuse any call. */
export const DOOR_REFUSALS = [
  'bad-call',
  'too-large',
  'not-allowed',
  'out-of-order',
  'busy',
  'fault',
  'journal-stopped',
  'holds-card-number',
  'parted',
] as const
export type DoorRefusal = (typeof DOOR_REFUSALS)[number]

// `any` stands for "whatever schema": the types are recovered below, none escapes.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyCall = Call<any, any, any>
export type Rooms = Record<string, Record<string, AnyCall>>

type TakesOf<C> = C extends Call<infer Takes, z.ZodType, string> ? z.infer<Takes> : never
type GivesOf<C> = C extends Call<z.ZodType, infer Gives, string> ? z.infer<Gives> : never
export type WhyOf<C> = C extends Call<z.ZodType, z.ZodType, infer Why> ? Why : never

/** What main must implement for a room: forget a call or invent a refusal, and it does not compile. */
export type HandlersOf<Room> = {
  readonly [Name in keyof Room]: (
    input: TakesOf<Room[Name]>,
    txn: string,
  ) => Promise<
    Result<
      GivesOf<Room[Name]>,
      WhyOf<Room[Name]> | 'journal-stopped' | 'busy' | 'not-allowed' | 'holds-card-number' | 'parted'
    >
  >
}

/** What a window may ask of a room. */
export type AsksOf<Room> = {
  readonly [Name in keyof Room]: (
    input: TakesOf<Room[Name]>,
    txn?: string,
  ) => Promise<Result<GivesOf<Room[Name]>, WhyOf<Room[Name]> | DoorRefusal>>
}
