import { decodeQR } from 'qr/decode.js'
import { describe, expect, it } from 'vitest'
import { linesOf, pictureOf, sheetsOf, type Mark } from './paper.ts'

const line = (text: string, rest: Partial<Mark> = {}): Mark =>
  ({ is: 'line', text, align: 'left', size: 'normal', bold: false, ...rest }) as Mark // a line stays one
const qr = (content: string): Mark => ({ is: 'qr', content, align: 'centre', moduleDots: 6 })

describe('paper as text', () => {
  it('is a sheet a cut, and what hangs out of the printer', () => {
    const [one, two] = [line('one'), line('two')]
    const drawer = { is: 'drawer', pin: 2, onMs: 50 } as const
    expect(sheetsOf([drawer, one, { is: 'cut' }, two])).toEqual([[one], [two]])
    expect(sheetsOf([drawer, { is: 'asked-when-done' }])).toEqual([])
  })

  it('counts two columns for each character of two bytes, and goes on below where a line is too long', () => {
    const centre = { align: 'centre' } as const
    expect(linesOf([line('中×é', centre), line('中a', centre), line('中文中文a')], 8)).toEqual([
      ' 中×é',
      '  中a',
      '中文中文',
      'a',
    ])
    expect(linesOf([line(''), qr('S01')], 12)).toEqual(['', '  [QR S01]'])
  })
})

/** The picture's path as pixels. */
function bitmapOf(svg: string) {
  const [, width = 0, height = 0] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.map(Number) ?? []
  const data = new Uint8Array(width * height * 4).fill(255)
  for (const [, x, y, dots] of svg.matchAll(/M(\d+) (\d+)h(\d+)v/g)) {
    for (let row = Number(y); row < Number(y) + Number(dots); row++)
      data.fill(0, (row * width + Number(x)) * 4, (row * width + Number(x) + Number(dots)) * 4)
  }
  return { width, height, data }
}

describe('paper as a picture', () => {
  it.each(['S01-1-000001O', 'https://shop.example/invoice?id=0123456789abcdef&sum=12.50', 'x'.repeat(251)])(
    'has a code that can be scanned: %s',
    (content) => {
      const picture = pictureOf([line('above'), qr(content), line('below')], 32)
      expect(decodeQR(bitmapOf(picture))).toBe(content)
    },
  )

  it('gives each sign the column it has on paper, and escapes what is markup', () => {
    const picture = pictureOf([line('中<a', { align: 'centre' })], 8)
    expect(picture).toContain('<tspan x="48">中</tspan><tspan x="72">&lt;</tspan><tspan x="84">a</tspan>')
  })

  it('draws what is large twice as high and no wider', () => {
    const [small, large] = ['normal', 'large'].map((size) => pictureOf([line('合计', { size } as Partial<Mark>)], 32))
    expect(large).toContain('scale(1 2)')
    expect(/width="(\d+)" height="(\d+)"/.exec(small ?? '')?.slice(1)).toEqual(['432', '78'])
    expect(/width="(\d+)" height="(\d+)"/.exec(large ?? '')?.slice(1)).toEqual(['432', '102'])
  })
})
