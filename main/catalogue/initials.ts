/**
 * Pinyin initials: 可口可乐 → `kkkl`. The runtime's own pinyin order tells between which letters a character falls;
 * each of these is the first character of its letter in that order (no word begins with i, u or v). A character with
 * two readings has the one it sorts by.
 */
const FIRST_OF = Object.entries({
  ...{ a: '吖', b: '八', c: '嚓', d: '咑', e: '妸', f: '发', g: '旮', h: '哈', j: '丌', k: '咔', l: '垃', m: '呣' },
  ...{ n: '拏', o: '喔', p: '妑', q: '七', r: '呥', s: '仨', t: '他', w: '屲', x: '夕', y: '丫', z: '帀' },
})
const order = new Intl.Collator('zh-CN-u-co-pinyin')
const known = new Map<string, string>()

function initialOf(sign: string): string {
  const before = known.get(sign)
  if (before !== undefined) return before
  const letter = newInitialOf(sign)
  known.set(sign, letter)
  return letter
}

function newInitialOf(sign: string): string {
  if (!/\p{Script=Han}/u.test(sign)) return /[a-z0-9]/i.test(sign) ? sign.toLowerCase() : ''
  return FIRST_OF.findLast(([, first]) => order.compare(first, sign) <= 0)?.[0] ?? ''
}

export function pinyinInitials(text: string): string {
  let initials = ''
  for (const sign of text) initials += initialOf(sign)
  return initials
}
