import type { What } from '#contract/authority-shapes'
import type { Ask } from '#domain/policy'
import { create } from 'zustand'
import { tell, untell } from '../../parts/told.ts'
import { station } from '../../station.ts'
import type { Told, Wished } from './asking.ts'

/** An act that waits for a yes. */
export interface Pending {
  readonly wished: Wished
  readonly asks: readonly Ask[]
  readonly carryOut: (approval: string) => Promise<Told<unknown>>
  readonly onDone: (() => void) | undefined
}

export const usePending = create<{ readonly pending: Pending | null }>(() => ({ pending: null }))
export const endPending = (): void => usePending.setState({ pending: null })

/**
 * Asks main to do it; where the policy wants a yes first, opens the panel that asks for it and does it then. Gives
 * whether it is done.
 */
export async function orApprove(
  what: What,
  ask: (given: { readonly approval?: string }) => Promise<Told<unknown>>,
  onDone?: () => void,
): Promise<boolean> {
  const answer = await ask({})
  if (answer.ok) {
    untell()
    onDone?.()
    return true
  }
  const asked = ['needs-approval', 'needs-manager'].includes(answer.why) ? await station.authority.asks({ what }) : null
  if (!asked?.ok) {
    tell(answer.why)
    return false
  }
  const { asks, amount } = asked.value
  const wished = { what, amount, sinceMs: null }
  usePending.setState({ pending: { wished, asks, carryOut: (approval) => ask({ approval }), onDone } })
  return false
}
