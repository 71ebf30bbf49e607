import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money } from '#domain/money'
import { manyGoods } from '../../tests/world/many-goods.ts'
import { FOUND_MAX, makeCatalogue, type CatalogueGoods } from './catalogue.ts'
import { pinyinInitials } from './initials.ts'

/** What the search promises, said as plainly as can be: every text of every goods, looked at one by one. */
function naive(goods: readonly CatalogueGoods[]): (text: string) => readonly CatalogueGoods[] {
  const keys = goods.map((each) => ({
    each,
    texts: [each.name.toLowerCase(), pinyinInitials(each.name), each.sku.toLowerCase(), each.code ?? ''],
  }))
  const rankOf = (key: string, wanted: string) =>
    key === wanted ? 0 : key.startsWith(wanted) ? 1 : key.includes(wanted) ? 2 : Infinity
  return (text) => {
    const wanted = text.trim().toLowerCase()
    if (wanted === '') return []
    return keys
      .map(({ each, texts }) => ({ each, rank: Math.min(...texts.map((key) => rankOf(key, wanted))) }))
      .filter(({ rank }) => Number.isFinite(rank))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, FOUND_MAX)
      .map(({ each }) => each)
  }
}

const skus = (goods: readonly CatalogueGoods[]) => goods.map(({ sku }) => sku)

describe('the search', () => {
  // Few signs, so that texts equal, begin and hold one another often, in one kind of text and across kinds.
  const sign = fc.constantFrom('a', 'b', 'k', 'K', '1', '6', ' ', '可', '乐', 'İ', '🥚')
  const text = fc.array(sign, { maxLength: 5 }).map((signs) => signs.join(''))
  const one = fc.record({ name: text, sku: text, code: fc.option(fc.stringMatching(/^[16]{1,3}$/)) })

  it('finds what looking at everything finds, in the same order', () => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 80 }), fc.array(text, { maxLength: 12 }), (shelf, wanted) => {
        const goods = shelf.map((each, i): CatalogueGoods => {
          const rest = { category: 'c', price: money(i + 1), unit: 'piece', item: null } as const
          return { ...each, ...rest }
        })
        const [fast, slow] = [makeCatalogue(goods), naive(goods)]
        for (const each of wanted) expect(fast.search(each)).toEqual(slow(each))
      }),
      { numRuns: 500 },
    )
  })

  it('does so among 100,000 goods too', () => {
    const goods = manyGoods(100_000, 3)
    const [fast, slow] = [makeCatalogue(goods), naive(goods)]
    for (const wanted of [
      '6',
      '69',
      'k',
      'kkkl',
      '可',
      '可口可乐',
      'sku0999',
      '99 ',
      'u09',
      'zzzzzz',
      '69000000',
      '没有',
    ]) {
      expect(skus(fast.search(wanted)), wanted).toEqual(skus(slow(wanted)))
    }
    const last = goods.at(-1)
    expect(fast.search(last?.code ?? '')).toEqual([last])
    expect(fast.search(last?.sku.slice(1) ?? '')).toEqual([last])
  })

  it.each(['\n', 'a\nb', '\u0000', '\ud83e', '['])('finds nothing by %j, which no goods hold', (wanted) => {
    expect(makeCatalogue(manyGoods(10, 1)).search(wanted)).toEqual([])
  })
})
