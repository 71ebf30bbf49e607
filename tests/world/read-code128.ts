/** Reads Code 128 in code set B as a scanner does (ISO/IEC 15417), from a row of modules and by a table of its own. */

/** Table 1 as eleven modules each, a bar's being 1, in hex; as an encoder that is not ours draws them. */
const CHARACTERS = [
  '6cc 66c 666 498 48c 44c 4c8 4c4 464 648 644 624 59c 4dc 4ce 5cc 4ec 4e6 672 65c 64e 6e4 674 76e 74c 72c',
  '726 764 734 732 6d8 6c6 636 518 458 446 588 468 462 688 628 622 5b8 58e 46e 5d8 5c6 476 776 68e 62e 6e8',
  '6e2 6ee 758 746 716 768 762 71a 77a 642 78a 530 50c 4b0 486 42c 426 590 584 4d0 4c2 434 432 612 650 7ba',
  '614 47a 53c 4bc 49e 5e4 4f4 4f2 7a4 794 792 6de 6f6 7b6 578 51e 45e 5e8 5e2 7a8 7a2 5de 5ee 75e 7ae 684',
  '690 69c',
].flatMap((row) => row.split(' '))
const CHARACTER = 11
const STOP = '1100011101011'
const START_B = 104
const FNC3 = 96
const MODULUS = 103
const QUIET = 10

export interface ReadCode128 {
  readonly content: string
  readonly hasFnc3: boolean
}

/** Bars as a row of modules: `1` black, `0` white. */
export function rowOf(modules: number, bars: readonly { readonly at: number; readonly wide: number }[]): string {
  const row = Array.from({ length: modules }, () => '0')
  for (const { at, wide } of bars) row.fill('1', at, at + wide)
  return row.join('')
}

/** What the row says, or why it can not be read. */
export function readCode128(row: string): ReadCode128 | string {
  const [, before = '', body = '', after = ''] = /^(0*)(1.*1)(0*)$/.exec(row) ?? []
  if (before.length < QUIET || after.length < QUIET) return 'quiet zone'
  if (!body.endsWith(STOP)) return 'stop'
  const drawn = body.slice(0, -STOP.length).match(/.{1,11}/g) ?? []
  const values = drawn.map((each) => CHARACTERS.indexOf(parseInt(each, 2).toString(16)))
  if (drawn.some(({ length }) => length !== CHARACTER) || values.includes(-1)) return 'character'
  const check = values.pop()
  const [start, ...data] = values
  if (start !== START_B) return 'start'
  let sum = START_B
  for (let place = 1; place <= data.length; place++) sum += place * (data[place - 1] ?? 0)
  if (sum % MODULUS !== check) return 'check'
  const hasFnc3 = data[0] === FNC3
  const content = String.fromCharCode(...data.slice(hasFnc3 ? 1 : 0).map((value) => value + 32))
  return { content, hasFnc3 }
}
