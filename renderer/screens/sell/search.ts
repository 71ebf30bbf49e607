import type { GoodsView } from '#contract/catalogue'
import { create } from 'zustand'
import { orTell } from '../../parts/told.ts'
import { station } from '../../station.ts'

/** What is typed in the search box, and what was found for it. */
export interface Search {
  readonly text: string
  /** Null while nothing is looked for. */
  readonly found: readonly GoodsView[] | null
  /** Which of them Enter would take. */
  readonly marked: number
}

const NOTHING: Search = { text: '', found: null, marked: 0 }
export const useSearch = create<Search>(() => NOTHING)
export const clearSearch = (): void => {
  if (useSearch.getState().text !== '') useSearch.setState(NOTHING)
}

/** Looks goods up as they are typed; an answer that comes after a newer question is thrown away. */
export async function look(text: string): Promise<void> {
  if (text.trim() === '') {
    useSearch.setState({ ...NOTHING, text })
    return
  }
  useSearch.setState({ text })
  const value = await orTell(station.catalogue.search({ text }))
  if (useSearch.getState().text === text) useSearch.setState({ found: value?.goods ?? [], marked: 0 })
}

export function mark(step: 1 | -1): void {
  const { found, marked } = useSearch.getState()
  const last = Math.max(0, (found?.length ?? 0) - 1)
  useSearch.setState({ marked: Math.min(Math.max(0, marked + step), last) })
}

/** What has the form of a code on goods or of a receipt number, as against a name. */
const CODE = /^(\d{8,}|s\d{2,3}-\d.*)$/i

/** What Enter takes: a whole code, to be scanned; else the marked goods; else nothing. */
export function taken(): { readonly code: string } | { readonly goods: GoodsView } | null {
  const { text, found, marked } = useSearch.getState()
  if (CODE.test(text.trim())) return { code: text.trim() }
  const goods = found?.[marked]
  return goods ? { goods } : null
}
