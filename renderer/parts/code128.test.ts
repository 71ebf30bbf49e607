import { MAKES } from '#drivers/makes/makes'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { readCode128, rowOf } from '../../tests/world/read-code128.ts'
import { Code128 } from './Code128.tsx'

const drawn = (content: string, hasFnc3: boolean): string =>
  renderToStaticMarkup(createElement(Code128, { content, hasFnc3, className: undefined, label: content }))
const number = (tag: string, name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1])
/** Modules that are black, by what is painted over what. */
function rowIn(svg: string): string {
  const [ground = '', ...bars] = svg.match(/<rect[^>]*>/g) ?? []
  expect(ground).toContain('fill="#ffffff"')
  expect(svg).toContain('<g fill="#000000"')
  return rowOf(
    number(ground, 'width'),
    bars.map((bar) => ({ at: number(bar, 'x'), wide: number(bar, 'width') })),
  )
}

const CODES = MAKES.flatMap(({ setUp }) => setUp).filter(({ symbology }) => symbology === 'code128')
/** What a panel has inside, without what is around the code. */
const PANEL_PX = 560 - 18

describe('a code of a make as it is drawn on the screen', () => {
  it.each([...new Map(CODES.map((code) => [code.content, code.fnc3]))])('is read off it: %s', (content, fnc3) => {
    expect(readCode128(rowIn(drawn(content, fnc3)))).toEqual({ content, hasFnc3: fnc3 })
  })

  it('has whole dots for each module, and fits the panel also where it is as long as one may be', () => {
    const svg = drawn('M'.repeat(18), true)
    const ground = /<rect[^>]*>/.exec(svg)?.[0] ?? ''
    expect(number(svg, 'width') % number(ground, 'width')).toBe(0)
    expect(number(svg, 'width')).toBeLessThanOrEqual(PANEL_PX)
  })
})
