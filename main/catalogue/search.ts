import { assert } from '#domain/result'

/**
 * Looks through the texts of 100,000 goods within a key press: each kind of text (names, initials, numbers, codes) is
 * one long string, a line for each goods in the shop's order. What begins with the wanted text is found among the lines
 * that share its first sign, what holds it by one `indexOf`, which stops at the last goods that will be shown.
 */
export interface Column {
  /** Every goods' text between two line breaks. */
  readonly text: string
  /** Where the text of each goods begins, and last where one more would. */
  readonly starts: Int32Array
  /** Goods by the first sign of their text, in the shop's order. */
  readonly byFirst: ReadonlyMap<number, readonly number[]>
}

const BREAK = '\n'
const BREAK_CODE = BREAK.charCodeAt(0)

export function makeColumn(texts: readonly string[]): Column {
  const starts = new Int32Array(texts.length + 1)
  const byFirst = new Map<number, number[]>()
  let start = BREAK.length
  texts.forEach((text, goods) => {
    assert(!text.includes(BREAK), `a line break in the text of goods: ${text}`)
    starts[goods] = start
    start += text.length + BREAK.length
    if (text === '') return
    const first = text.charCodeAt(0)
    const list = byFirst.get(first)
    if (list) list.push(goods)
    else byFirst.set(first, [goods])
  })
  starts[texts.length] = start
  return { text: BREAK + texts.join(BREAK) + BREAK, starts, byFirst }
}

/**
 * The first `most` goods, by their place in the shop's order: first those of which a text is what is wanted, then
 * those of which one begins with it, then those of which one holds it. `wanted` is not empty.
 */
export function searchColumns(columns: readonly Column[], wanted: string, most: number): number[] {
  if (wanted.includes(BREAK)) return []
  const found = new Set<number>()
  const beginnings = columns.map((column) => beginningWith(column, wanted, most))
  take(
    found,
    most,
    beginnings.flatMap(({ equal }) => equal),
  )
  take(
    found,
    most,
    beginnings.flatMap(({ longer }) => longer),
  )
  if (found.size < most)
    take(
      found,
      most,
      columns.flatMap((column) => holding(column, wanted, most)),
    )
  return [...found]
}

function take(found: Set<number>, most: number, goods: number[]): void {
  for (const each of goods.sort((a, b) => a - b)) {
    if (found.size === most) return
    found.add(each)
  }
}

function beginningWith({ text, starts, byFirst }: Column, wanted: string, most: number) {
  const equal: number[] = []
  const longer: number[] = []
  const last = wanted.length - 1
  const lastCode = wanted.charCodeAt(last)
  for (const goods of byFirst.get(wanted.charCodeAt(0)) ?? []) {
    const start = starts[goods] ?? 0
    // Looking at one sign is much cheaper than a call, and most lines differ in it.
    if (text.charCodeAt(start + last) !== lastCode || !text.startsWith(wanted, start)) continue
    const list = text.charCodeAt(start + wanted.length) === BREAK_CODE ? equal : longer
    if (list.length < most) list.push(goods)
  }
  return { equal, longer }
}

function holding({ text, starts }: Column, wanted: string, most: number): number[] {
  const goods: number[] = []
  let at = text.indexOf(wanted)
  while (at >= 0 && goods.length < most) {
    const each = goodsAt(starts, at)
    goods.push(each)
    at = text.indexOf(wanted, starts[each + 1])
  }
  return goods
}

/** Whose text a place in the long string belongs to. */
function goodsAt(starts: Int32Array, place: number): number {
  let low = 0
  let high = starts.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= place) low = middle
    else high = middle
  }
  return low
}
