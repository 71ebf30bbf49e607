import { create } from 'zustand'
import type { Why } from '../words/refusals.ts'

/** What the cashier was told last: a refusal of this page's own asking. One at a time; the newest counts. */
export interface Told {
  readonly why: Why
  /** The code or number it is about. */
  readonly text: string
  readonly serial: number
}

interface Telling {
  readonly told: Told | null
}

export const useTelling = create<Telling>(() => ({ told: null }))
let serial = 0

export const tell = (why: Why, text = ''): void => useTelling.setState({ told: { why, text, serial: ++serial } })
export const untell = (): void => {
  if (useTelling.getState().told !== null) useTelling.setState({ told: null })
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
