import { useState } from 'react'

export type FieldName = 'pin' | 'voidPassword' | 'totp' | 'code'
export type Entries = Readonly<Partial<Record<FieldName, string>>>

/** What was typed into which field, and whose turn it is: the chosen one, else the first that is empty. */
export function useEntries(fields: readonly FieldName[]) {
  const [entries, setEntries] = useState<Entries>({})
  const [chosen, choose] = useState<FieldName | null>(null)
  const empty = fields.find((field) => (entries[field] ?? '') === '')
  const current = chosen !== null && fields.includes(chosen) ? chosen : (empty ?? fields.at(-1) ?? null)
  const write = (field: FieldName, text: string) => setEntries((now) => ({ ...now, [field]: text }))
  const change = (how: (now: string) => string) => {
    if (current) write(current, how(entries[current] ?? ''))
  }
  const forget = () => {
    setEntries({})
    choose(null)
  }
  return { entries, empty, current, write, change, choose, forget }
}
