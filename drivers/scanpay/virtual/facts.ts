import type { KeyObject } from 'node:crypto'
import type { Data } from './form.ts'
import type { Mood } from './moods.ts'
import type { Refusal } from './refusals.ts'
import type { PlatformState } from './state.ts'

/** A Lakala-style platform for scan payments as one function, for one merchant. */
export interface PlatformParts {
  readonly merchant: {
    readonly appid: string
    /** Of its certificate. */
    readonly serial: string
    /** The public key in that certificate. */
    readonly key: KeyObject
    readonly number: string
    readonly terminals: readonly string[]
    /** For bodies that are encrypted, 16 bytes; null: it has none. */
    readonly sm4: Uint8Array | null
  }
  readonly platform: {
    /** Of its certificate. */
    readonly serial: string
    readonly key: KeyObject
  }
  /** How far a request’s clock may be off. */
  readonly skewMs: number
  /** Not known of the real one: whether it revokes on the day of the order alone. */
  readonly revokesSameDay: boolean
  /** Not known either: whether what was undone before it came is refused when it comes. */
  readonly barsUndone: boolean
  /** A merchant’s setting: whether answers to encrypted requests are encrypted too. */
  readonly sealsAnswers: boolean
}

/** What is asked, once its form is right. */
export interface Facts {
  readonly parts: PlatformParts
  readonly data: Data
  readonly nowMs: number
  readonly mood: Mood | null
}

export interface Outcome {
  readonly state: PlatformState
  /** A code of the platform, with what it says about it. */
  readonly code: string
  readonly message: string
  readonly data: Data | null
}

/** What becomes of one kind of request; a name of a refusal: the books stay as they were. */
export type Deciding = (state: PlatformState, facts: Facts) => Outcome | Refusal

/** A field that its form has as text; empty where it is not there. */
export const said = (data: Data, name: string): string => {
  const value = data[name]
  return typeof value === 'string' ? value : ''
}
