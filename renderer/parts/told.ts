import { create } from 'zustand'
import type { Why } from '../words/refusals.ts'

/** What the cashier was told last: one at a time, the newest counts. */
export interface Told {
  readonly why: Why
  /** The code or number it is about. */
  readonly text: string
  readonly serial: number
  /** Main tells of what nobody on this page asked for, such as the scanner's own codes. */
  readonly by: 'page' | 'main'
  readonly atMs: number
}

interface Telling {
  readonly told: Told | null
}

/** The least time a sentence stays: goods that were refused must not be missed because the next ones were good. */
const SEEN_MS = 4_000

export const useTelling = create<Telling>(() => ({ told: null }))
let serial = 0

export const tell = (why: Why, text = '', by: Told['by'] = 'page'): void =>
  useTelling.setState({ told: { why, text, by, serial: ++serial, atMs: performance.now() } })

/** It was read. */
export const dismiss = (): void => useTelling.setState({ told: null })

/** It no longer holds: it goes, but not before it could be read. */
export function untell(): void {
  const { told } = useTelling.getState()
  if (!told) return
  const restMs = told.atMs + SEEN_MS - performance.now()
  setTimeout(
    () => {
      if (useTelling.getState().told?.serial === told.serial) dismiss()
    },
    Math.max(0, restMs),
  )
}

/** Asks and tells the cashier if it was refused; gives the value, or null when refused. */
export async function orTell<Value>(
  asked: Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: Why }>,
  text = '',
): Promise<Value | null> {
  const answer = await asked
  if (answer.ok) {
    untell()
    return answer.value
  }
  tell(answer.why, text)
  return null
}

/** Closing a panel also ends what was told in it. */
export const closing = (close: () => void) => (): void => {
  dismiss()
  close()
}
