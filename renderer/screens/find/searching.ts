import type { FoundInList } from '#contract/search'
import { useState } from 'react'
import { dismiss, orTell } from '../../parts/told.ts'
import { cashierNow, station } from '../../station.ts'
import { dayAgo, emptyForm, type Asked } from './search-form.ts'

interface Found {
  readonly asked: Asked
  readonly sales: readonly FoundInList[]
  readonly more: boolean
}

/** A search while its panel is open: what is asked and what was found are kept while one of the sales is seen. */
export function useSearching() {
  const [by, setBy] = useState<'number' | 'facts'>('number')
  const [form, setForm] = useState(() => emptyForm(dayAgo(Date.now(), cashierNow()?.timeZone ?? 'UTC', 0)))
  const [found, setFound] = useState<Found | null>(null)
  const [busy, setBusy] = useState(false)
  const look = async (asked: Asked) => {
    setBusy(true)
    const given = await orTell(station.sale.search(asked), asked.receipt)
    setBusy(false)
    if (given) setFound({ asked, ...given })
  }
  const show = (next: typeof by) => {
    dismiss()
    setFound(null)
    setBy(next)
  }
  return {
    ...{ by, form, setForm, busy, found },
    look: (asked: Asked) => void look(asked),
    toForm: () => show('facts'),
    toNumber: () => show('number'),
    choose: (receipt: string) => void orTell(station.sale.find({ receipt }), receipt),
    /** What was done to the sale meanwhile is seen in the list. */
    toList: () => {
      dismiss()
      void station.sale.closeFound({})
      if (found) void look(found.asked)
    },
  }
}
