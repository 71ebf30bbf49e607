import type { RemoteView } from '#contract/remote'
import { mayApprove } from '#domain/authority'
import { asksManager, type Ask } from '#domain/policy'
import { useEffect, useRef, useState } from 'react'
import { dismiss, orTell, tell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import type { AskingParts, Reason, Wished } from './asking.ts'

/** Whether a manager at another station could be asked for this; main judges it again. */
export function useReach({ what, amount }: Wished, asks: readonly Ask[]): boolean {
  return useCashier(({ remote, policy, people, operator }) => {
    if (remote.stations.length === 0 || !asksManager(asks)) return false
    // No code is entered there, so what can not go without one can not be asked.
    if (asks.includes('refund-code') && amount > policy.offlineRefundMax) return false
    const asked = { act: what.act, asks, asker: operator?.number ?? '' }
    return people.some(({ number }) => number !== operator?.number && mayApprove(people, asked, number).ok)
  })
}

export type Mine = NonNullable<RemoteView['mine']>
interface Sent {
  readonly request: string
  readonly reason: Reason
}

/** Asks a manager at another station, waits, and does what was approved as soon as the yes is here. */
export function useRemote({ wished, about, carryOut, onDone }: AskingParts) {
  const [sent, setSent] = useState<Sent | null>(null)
  const is = useMine(sent, (mine) => mine.is)
  const approval = useMine(sent, (mine) => mine.approval)
  const doing = useRef(false)
  useEffect(() => {
    if (!sent || approval === null || doing.current) return
    doing.current = true
    void carryOut(sent.reason, approval).then((answer) => {
      doing.current = false
      setSent(null)
      if (answer.ok) {
        dismiss()
        onDone?.()
      } else tell(answer.why, about)
    })
  }, [sent, approval, carryOut, about, onDone])
  const send = async (reason: Reason, pin: string | undefined) => {
    const own = pin === undefined ? {} : { pin }
    const asked = await orTell(station.remote.ask({ what: wished.what, reason, ...own }), about)
    if (asked) setSent({ request: asked.request, reason })
    return asked !== null
  }
  // Until the view that knows of it is here, it waits too.
  const waits = sent !== null && (is === null || is === 'waiting' || is === 'given')
  const withdraw = () => {
    if (sent && is === 'waiting') void station.remote.withdraw({ request: sent.request })
    setSent(null)
  }
  return { sent: waits, send, withdraw }
}

/** A part of what this page has asked; null where it has asked nothing, or main knows of something else. */
function useMine<Part>(sent: Sent | null, part: (mine: Mine) => Part): Part | null {
  return useCashier(({ remote: { mine } }) => (mine && mine.request === sent?.request ? part(mine) : null))
}
