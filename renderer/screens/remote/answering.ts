import type { RemoteWaiting } from '#contract/remote'
import { useRef, useState } from 'react'
import { useLock } from '../../parts/lock.ts'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import type { FieldName } from '../approve/asking.ts'

export const NOS = ['not-agreed', 'wrong-details', 'coming-over', 'other'] as const
type No = (typeof NOS)[number]

/** What the manager enters to say yes, and why they say no. */
export function useAnswering({ request, factor, asker }: RemoteWaiting, onAnswered: () => void) {
  const me = useCashier(({ operator }) => operator?.number ?? '')
  const [entries, setEntries] = useState<Readonly<Partial<Record<FieldName, string>>>>({})
  const [chosen, choose] = useState<FieldName | null>(null)
  const asking = useRef(false)
  const locks = { pin: useLock(asker.number, 'pin'), voidPassword: useLock(me, 'void'), totp: useLock(me, 'totp') }
  const fields: readonly FieldName[] = factor ? ['voidPassword', 'totp'] : ['voidPassword']
  const empty = fields.find((field) => (entries[field] ?? '') === '')
  const current = chosen ?? empty ?? 'voidPassword'
  const locked = locks.voidPassword.locked || (factor && locks.totp.locked)
  const write = (field: FieldName, text: string) => setEntries((now) => ({ ...now, [field]: text }))
  const change = (how: (now: string) => string) => write(current, how(entries[current] ?? ''))
  const answer = async (says: Parameters<typeof station.remote.answer>[0]['says']) => {
    if (asking.current) return
    asking.current = true
    const answered = await orTell(station.remote.answer({ request, says }))
    asking.current = false
    setEntries({})
    choose(null)
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
    entry: { entries, current, write, change, choose, fields, locks, locked, ready },
  }
}
