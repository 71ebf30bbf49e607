/**
 * The signs and Chinese characters each receipt printer sold in China has: rows 1 to 9 of GB 2312, and the 20,902
 * characters and 〇 of GBK. GB 18030 writes each of them in two bytes, and the printer gives each two columns.
 */
const TWO_BYTES = new RegExp(
  `^[${[
    '¤§¨°±·×àáèéêìíòó÷ùúüāēěīōūǎǐǒǔǖǘǚǜˇˉΑ-ΡΣ-Ωα-ρσ-ωЁА-яё',
    '—‖‘’“”…‰′″※℃№Ⅰ-Ⅻ←-↓∈∏∑√∝∞∠∥∧-∫∮∴-∷∽≈≌≠≡≤≥≮≯⊙⊥⌒',
    '①-⑩⑴-⒛─-╋■□▲△◆◇○◎●★☆♀♂\\u3000-〃々〇〈-】〓-〗ぁ-んァ-ヶㄅ-ㄩ㈠-㈩',
    '一-龥！-～￠￡￣￥',
  ].join('')}]$`,
  'u',
)
const ASCII = /^[ -~]*$/
/** Marks upon a sign, and what has no shape: controls, signs that turn the line round, unassigned and private signs. */
const NOTHING = /[\p{M}\p{C}]/u
const SPACE = /\p{Z}/u
/** Wide in Unicode Standard Annex 11 (classes W and F), whether or not a printer has them. */
const WIDE = new RegExp(
  `[${[
    '\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u4dbf\\u4e00-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff',
    '\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6\\u{1f300}-\\u{1faff}\\u{20000}-\\u{3fffd}',
  ].join('')}]`,
  'u',
)
/** Signs with another of the same meaning that printers have. */
const SAME: Readonly<Record<string, string>> = {
  ...{ '¥': '￥', '£': '￡', '¢': '￠', '•': '·', '‑': '-', '–': '-', '−': '-' },
}

/**
 * The text as receipt paper shows it. What a printer has no sign for becomes one of the same meaning, or its letter
 * without accents, or else `〓` in two columns or `?` in one. Not left to the printer: the four bytes GB 18030 gives
 * such a sign hold ASCII digits (𠮷 is 95 34 B2 35), and a printer that does not know it prints figures nobody wrote.
 */
export function printable(text: string): string {
  if (ASCII.test(text)) return text
  let shown = ''
  for (const sign of text) shown += shownFor(sign)
  return shown
}

function shownFor(sign: string): string {
  if (has(sign)) return sign
  if (NOTHING.test(sign)) return ''
  if (SPACE.test(sign)) return ' '
  const [letter = ''] = sign.normalize('NFD')
  return SAME[sign] ?? (has(letter) ? letter : WIDE.test(sign) ? '〓' : '?')
}

const has = (sign: string): boolean => ASCII.test(sign) || TWO_BYTES.test(sign)
