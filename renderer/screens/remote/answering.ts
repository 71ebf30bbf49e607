import type { RemoteWaiting } from '#contract/remote'
import { useRef } from 'react'
import { useLock } from '../../parts/lock.ts'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import { useEntries, type FieldName } from '../approve/entries.ts'

export const NOS = ['not-agreed', 'wrong-details', 'coming-over', 'other'] as const
type No = (typeof NOS)[number]

/** What the manager enters to say yes, and why they say no. */
export function useAnswering({ request, factor, asker }: RemoteWaiting, onAnswered: () => void) {
  const me = useCashier(({ operator }) => operator?.number ?? '')
  const asking = useRef(false)
  const locks = { pin: useLock(asker.number, 'pin'), voidPassword: useLock(me, 'void'), totp: useLock(me, 'totp') }
  const fields: readonly FieldName[] = factor ? ['voidPassword', 'totp'] : ['voidPassword']
  const typing = useEntries(fields)
  const { entries, empty, choose, forget } = typing
  const locked = locks.voidPassword.locked || (factor && locks.totp.locked)
  const answer = async (says: Parameters<typeof station.remote.answer>[0]['says']) => {
    if (asking.current) return
    asking.current = true
    const answered = await orTell(station.remote.answer({ request, says }))
    asking.current = false
    forget()
    if (answered) onAnswered()
  }
  const ready = empty === undefined && !locked
  return {
    no: (why: No) => answer({ is: 'no', why }),
    yes: async () => {
      if (empty !== undefined) choose(empty)
      if (!ready) return
      const { voidPassword = '', totp } = entries
      await answer({ is: 'yes', voidPassword, ...(factor && totp !== undefined && { totp }) })
    },
    entry: { ...typing, fields, locks, locked, ready },
  }
}
