/**
 * Signs that show nothing and can only mislead or break a screen, a slip or a log: controls, marks that turn the
 * writing direction, zero-width signs, tags, private and unassigned ones.
 */
const UNSEEN = /[\p{C}\u2028\u2029]/u
/** Of the unseen ones, those that were a gap to the eye. */
const GAP = /[\t-\r\u2028\u2029]/
/** Joins two emoji into one: the one zero-width sign that is seen. */
const JOINER = '\u200d'
const PICTURE_BEFORE = /(?:\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)$/u
/** An emoji and a sign that varies it, in code units. */
const PICTURE_UNITS = 4
const PICTURE_AFTER = /^\p{Extended_Pictographic}/u

export interface Cleaned {
  readonly text: string
  /** True where a sign was taken out, which whoever wrote the list should know. */
  readonly changed: boolean
}

/**
 * A text as the shop may show it: in one form (NFC, Unicode Standard Annex 15), without unseen signs, with single
 * spaces inside and none at the ends. `<`, `&` and `=` stay what they are: text, which screens never take for more.
 */
export function clean(text: string): Cleaned {
  let kept = ''
  let changed = false
  if (UNSEEN.test(text)) {
    const signs = Array.from(text)
    signs.forEach((sign, i) => {
      const joins =
        sign === JOINER && PICTURE_BEFORE.test(kept.slice(-PICTURE_UNITS)) && PICTURE_AFTER.test(signs[i + 1] ?? '')
      if (!UNSEEN.test(sign) || joins) kept += sign
      else {
        changed = true
        if (GAP.test(sign)) kept += ' '
      }
    })
  } else kept = text
  return { text: kept.normalize('NFC').replace(/\s+/g, ' ').trim(), changed }
}
