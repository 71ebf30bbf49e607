import { LISTS_MAX } from './record.ts'
import type { ListFields } from './bodies.ts'

/** The catalogue as head office has it once one more list is in it; null where it would hold too many. */
export function withList(
  before: readonly ListFields[],
  list: ListFields,
  nowLocal: string,
): readonly ListFields[] | null {
  const from = list.from ?? nowLocal
  const isOver = (each: ListFields) => (each.from ?? '') <= nowLocal
  // A whole list that holds at once is in the place of all that held until now; one with a time, of its own time's.
  const kept = before.filter((each) =>
    list.from === null && list.is === 'goods' ? !isOver(each) : each.from !== from || each.is !== list.is,
  )
  // Prices that hold at once come after what holds already, so they bear the time that it is.
  const added = list.is === 'prices' ? { ...list, from } : list
  const all = [...kept, added].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
  return all.length > LISTS_MAX ? null : all
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MINUTE = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/
/** As a person writes it: a day, or with the time. */
export const wholeMoment = (text: string): string =>
  DAY.test(text) ? `${text} 00:00:00` : MINUTE.test(text) ? `${text}:00` : text
