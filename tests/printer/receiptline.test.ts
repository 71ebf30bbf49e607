import { decode, type Printed } from '#drivers/printer/decode'
import { COMMANDS_OF_OTHERS } from '#drivers/printer/decode-more'
import fc from 'fast-check'
import { decodeQR } from 'qr/decode.js'
import { transform } from 'receiptline'
import { describe, expect, it } from 'vitest'

/**
 * Another program's receipts, read by our decoder: of one document it makes ESC/POS and a picture (SVG), each by code
 * of its own, and what we read in the one must stand in the other.
 */
const CPL = 48
const COLUMN = 12
/** GB 18030 of two bytes is two columns wide. */
const isWide = (sign: string): boolean => sign > '~' && sign !== '─'

interface Placed {
  readonly left: number
  readonly sign: string
}

/** Signs at their places, in dots from the left edge of the paper, as lines of text; empty ones left out. */
function linesOfSvg(svg: string): string[] {
  const lines: { readonly y: number; readonly signs: Placed[] }[] = []
  for (const group of svg.split('<g transform="translate(').slice(1)) {
    const [, x = 0, y = 0] = /^([\d.]+),([\d.]+)\)/.exec(group)?.map(Number) ?? []
    // A rule is drawn from edge to edge, at the height of the line above it.
    const rule = /<path d="M0,12h(\d+)" fill="none" stroke="#000" stroke-width="2"\/>/.exec(group)
    const signs = rule
      ? Array.from({ length: Number(rule[1]) / COLUMN }, (_, column) => ({ left: column * COLUMN, sign: '─' }))
      : signsIn(group, x)
    const same = rule ? undefined : lines.find((line) => line.y === y && line.signs[0]?.sign !== '─')
    if (same) same.signs.push(...signs)
    else lines.push({ y, signs })
  }
  const inOrder = [...lines].sort((one, other) => one.y - other.y)
  return inOrder.map(({ signs }) => lineOf(signs)).filter((text) => text.trim() !== '')
}

function signsIn(group: string, x: number): Placed[] {
  return [...group.matchAll(/<text([^>]*)>(.*?)<\/text>/g)].flatMap(([, attributes = '', tspans = '']) => {
    const times = Number(/scale\((\d+),/.exec(attributes)?.[1] ?? 1)
    return [...tspans.matchAll(/<tspan x="([\d.]+)">([^<]*)<\/tspan>/g)].map(([, middle, escaped = '']) => {
      const sign = unescaped(escaped)
      return { left: x + Number(middle) * times - ((isWide(sign) ? 2 : 1) * COLUMN * times) / 2, sign }
    })
  })
}

function lineOf(signs: readonly Placed[]): string {
  let [text, columns] = ['', 0]
  for (const { left, sign } of [...signs].sort((one, other) => one.left - other.left)) {
    const gap = Math.max(0, Math.floor(left / COLUMN) - columns)
    text += ' '.repeat(gap) + sign
    columns += gap + (isWide(sign) ? 2 : 1)
  }
  return text.trimEnd()
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex: string, decimal: string, name: string) =>
    hex ? sign(parseInt(hex, 16)) : decimal ? sign(Number(decimal)) : (ENTITIES[name] ?? '\ufffd'),
  )
const sign = (code: number): string => String.fromCodePoint(code).replace('\u00a0', ' ')

interface Read {
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
  readonly printed: readonly Printed[]
}

function read(document: string): Read {
  const bytes = Buffer.from(transform(document, { cpl: CPL, encoding: 'gb18030', command: 'escpos' }), 'latin1')
  const decoded = decode(bytes, COMMANDS_OF_OTHERS)
  if (!decoded.ok)
    throw new Error(`${decoded.why}: ${bytes.subarray(decoded.offset, decoded.offset + 12).toString('hex')}`)
  const ours = decoded.printed.flatMap((each) => (each.is === 'line' ? [each.text.trimEnd()] : []))
  return {
    ours: ours.filter((text) => text.trim() !== ''),
    theirs: linesOfSvg(transform(document, { cpl: CPL, encoding: 'gb18030', command: 'svg' })),
    printed: decoded.printed,
  }
}

const RECEIPT = `^^小麦便利店
人民路 1 号 | 电话 021-5550
-
品名 | 数量 | 金额
农夫山泉天然水 550ml | 2 | 4.00
可口可乐 | 1 | 3.50
"合计" | ^^7.50
微信支付 | 7.50|
|谢谢惠顾
=`

describe('receipts of another program', () => {
  it.each([
    ['a receipt', RECEIPT],
    ['left, middle and right', '左边|\n|右边\n中间\na | b\n|一 | 二|\n|l|'],
    ['widths and heights', '^宽字 a\n^^高字 b\n^^^大字 c\n^^^^更大 d\n^宽 | 右^^'],
    ['bold, underlined, inverted', '"粗体" plain "bold"\n_下划线_ _line_\n`反白` `on`\n"_`all`_"'],
    ['what is markup elsewhere', 'a < b & c > d " e\n5\\|6\n价格＜10'],
    ['a long line, which goes on below', '农夫山泉天然水'.repeat(8)],
    ['columns with widths', '{width:20,*,10}\n品名 | 中间 | 12.50\n农夫山泉天然水五百五十毫升装 | x | 1'],
    ['columns narrower than the paper', '{width:10,12}\n左 | 右\na | 12.50\n{align:right}\n左 | 右'],
    ['rules and spaces', '-\na\n\n-\nb\n='],
    ['two receipts', 'one\n=\ntwo\n='],
  ])('are read as their pictures show them: %s', (_name, document) => {
    const { ours, theirs } = read(document)
    expect(ours.length).toBeGreaterThan(0)
    expect(ours).toEqual(theirs)
  })

  it('are read to the letter', () => {
    expect(read('^^小麦便利店\n品名 | 数量 | 金额\n^宽 | a\n-').ours).toEqual([
      `${' '.repeat(19)}小麦便利店`,
      `品名${' '.repeat(17)}数量${' '.repeat(19)}金额`,
      `宽${' '.repeat(45)}a`,
      '─'.repeat(48),
    ])
  })

  it('keep what is bold, large and cut', () => {
    const { printed } = read('"粗"\n^^^大\n小\n=')
    const marks = printed.map((each) => (each.is === 'line' ? [each.text.trim(), each.size, each.bold] : each.is))
    expect(marks).toEqual([
      ...[['粗', 'normal', true], ['大', 'large', false], ['小', 'normal', false], 'cut', 'cut'],
      'asked-when-done',
    ])
  })

  it.each(['S01-1-000001O', 'https://shop.example/i?id=0123456789'])(
    'have a code that can be scanned: %s',
    (content) => {
      const { printed } = read(`上\n{code:${content};option:qrcode,4,m}\n下`)
      const picture = printed.find((each) => each.is === 'picture')
      expect(picture && decodeQR(bitmapOf(picture))).toBe(content)
    },
  )
})

/** With a margin of white, as paper has. */
function bitmapOf({ width, height, dots }: Extract<Printed, { is: 'picture' }>) {
  const [margin, rowBytes] = [16, Math.ceil(width / 8)]
  const whole = { width: width + 2 * margin, height: height + 2 * margin }
  const data = new Uint8Array(whole.width * whole.height * 4).fill(255)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isDark = ((dots[y * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0
      const at = ((y + margin) * whole.width + x + margin) * 4
      if (isDark) data.fill(0, at, at + 3)
    }
  }
  return { ...whole, data }
}

describe('any receipt of another program', () => {
  const word = fc.string({
    unit: fc.constantFrom(...Array.from('农夫山泉可口乐微信支付宝元一二三（），。 abcXYZ0123456789.-+%#@/:;()[]!?*=')),
    minLength: 1,
    maxLength: 14,
  })
  // Alone on its line, these are a rule and a cut.
  const safe = word.map(
    (text) =>
      text
        .replace(/^[-=]+$/, 'x')
        .replace(/[ ]+/g, ' ')
        .trim() || '空',
  )
  const styled = fc
    .tuple(safe, fc.constantFrom('', '"', '_', '`', '^', '^^', '^^^'))
    .map(([text, mark]) => (mark.startsWith('^') ? mark + text : mark + text + mark))
  const line = fc.oneof(
    styled,
    fc.tuple(styled, styled).map((both) => both.join(' | ')),
    fc.tuple(styled, styled, styled).map((all) => all.join(' | ')),
    styled.map((text) => `${text} |`),
    styled.map((text) => `| ${text}`),
    fc.constantFrom('-', '='),
  )
  it('is read as its picture shows it', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const { ours, theirs } = read(lines.join('\n'))
        expect(ours).toEqual(theirs)
      }),
      { numRuns: 400, seed: 8 },
    )
  })
})
