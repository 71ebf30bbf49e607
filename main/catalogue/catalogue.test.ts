import { GoodsView } from '#contract/catalogue'
import { gtinCheckDigit, readGoodsCode } from '#domain/barcode'
import { isMoney, money } from '#domain/money'
import { readReceiptNumber } from '#domain/receipt-number'
import { readCode } from '#domain/scanned-code'
import { DEFAULT_WEIGHED_RULES } from '#domain/weighed'
import { describe, expect, it } from 'vitest'
import { makeCatalogue, type CatalogueGoods } from './catalogue.ts'
import { pinyinInitials } from './initials.ts'
import { trainingGoods } from './training-goods.ts'

const shop = makeCatalogue(trainingGoods)
const names = (text: string) => shop.search(text).map(({ name }) => name)

const shelf = (...goods: readonly Partial<CatalogueGoods>[]) =>
  makeCatalogue(
    goods.map((each, i) => ({
      ...{ sku: `S${i}`, code: null, name: `${i}`, category: 'c', price: money(100), unit: 'piece', item: null },
      ...each,
    })),
  )

describe('pinyin initials', () => {
  it.each([
    ['可口可乐', 'kkkl'],
    ['红烧牛肉面', 'hsnrm'],
    ['日清合味道', 'rqhwd'],
    ['飘柔软毛如绒', 'prrmrr'],
    ['他她它', 'ttt'],
    ['阿八嚓哒鹅发嘎哈鸡咖', 'abcdefghjk'],
    ['拉妈拿哦怕七然仨他挖西呀匝', 'lmnopqrstwxyz'],
    ['饭团 金枪鱼', 'ftjqy'],
    ['AD钙奶 220g', 'adgn220g'],
    ['', ''],
    ['·（）', ''],
  ])('of %s are %s', (name, initials) => {
    expect(pinyinInitials(name)).toBe(initials)
  })
})

describe('searching goods', () => {
  it('finds 可口可乐 by kkkl, before what only holds it', () => {
    const found = names('kkkl')
    expect(found.slice(0, 2)).toEqual(['可口可乐 330ml 罐', '可口可乐 500ml'])
    expect(found.every((name) => name.startsWith('可口可乐'))).toBe(true)
    expect(names('KKKL')).toEqual(found)
  })

  it.each([
    ['6902098635802', '可口可乐 330ml 罐'],
    [' drk008 ', '可口可乐 330ml 罐'],
    ['可口可乐 2l', '可口可乐 2L'],
    ['hsnrm', '康师傅 红烧牛肉面 袋'],
  ])('finds by "%s" first %s', (text, name) => {
    expect(names(text)[0]).toBe(name)
  })

  it('ranks what is the text before what begins with it, before what holds it', () => {
    const goods = shelf({ name: '大可乐' }, { name: '可乐糖' }, { name: '可乐' }, { name: '雪碧' })
    expect(goods.search('可乐').map(({ name }) => name)).toEqual(['可乐', '可乐糖', '大可乐'])
    expect(goods.search('kl').map(({ name }) => name)).toEqual(['可乐', '可乐糖', '大可乐'])
  })

  it('keeps the shop’s order among equals and gives 20 at most', () => {
    const goods = shelf(...Array.from({ length: 30 }, (_, i) => ({ name: `糖 ${i}` })))
    expect(goods.search('糖').map(({ name }) => name)).toEqual(Array.from({ length: 20 }, (_, i) => `糖 ${i}`))
  })

  it.each(['', '   ', '没有这种东西', 'zzzzzz', '.*', '%'])('finds nothing by "%s"', (text) => {
    expect(shop.search(text)).toEqual([])
  })
})

describe('the quick keys', () => {
  it('are 12 categories of 16 goods at most, in the shop’s order', () => {
    const many = shelf(
      ...Array.from({ length: 20 * 20 }, (_, i) => ({ name: `${i}`, category: `c${Math.floor(i / 20)}` })),
    ).quickKeys()
    expect(many.map(({ category }) => category)).toEqual(Array.from({ length: 12 }, (_, i) => `c${i}`))
    expect(many[1]?.goods.map(({ name }) => name)).toEqual(Array.from({ length: 16 }, (_, i) => `${20 + i}`))
  })

  it('of the training shop show every category', () => {
    const shown = shop.quickKeys().map(({ category }) => category)
    expect(shown).toEqual([...new Set(trainingGoods.map(({ category }) => category))])
  })
})

describe('the training goods', () => {
  it('are about 300 with numbers, codes and names of their own', () => {
    expect(trainingGoods.length).toBeGreaterThanOrEqual(300)
    const codes = trainingGoods.flatMap(({ code }) => (code === null ? [] : [code]))
    expect(codes.length).toBeGreaterThanOrEqual(280)
    for (const own of [trainingGoods.map(({ sku }) => sku), codes, trainingGoods.map(({ name }) => name)]) {
      expect(new Set(own).size).toBe(own.length)
    }
  })

  it('are each found by their code and number, fit the contract, and cost something', () => {
    for (const goods of trainingGoods) {
      const { sku, code, name, category, price, unit } = goods
      expect(isMoney(price) && price > 0, sku).toBe(true)
      expect(GoodsView.safeParse({ sku, name, category, price, unit }).success, sku).toBe(true)
      expect(shop.bySku(sku)).toBe(goods)
      if (code === null) continue
      expect(readGoodsCode(code), sku).toBe(code)
      expect(shop.byCode(code)).toBe(goods)
      // A code that could also be a receipt's would open a sale in place of selling.
      expect(readReceiptNumber(code), sku).toBeNull()
    }
  })

  it('hold a dozen that are weighed, each found by the item number of a label however many zeros it has', () => {
    const weighed = trainingGoods.filter(({ unit }) => unit === 'kg')
    expect(weighed.length).toBeGreaterThanOrEqual(12)
    for (const goods of weighed) {
      expect(goods.item, goods.sku).toMatch(/^\d{5}$/)
      expect(shop.byItem(goods.item ?? '')).toBe(goods)
      const label = `21${goods.item ?? ''}01234`
      const read = readCode(label + String(gtinCheckDigit(label)), DEFAULT_WEIGHED_RULES)
      expect(read.ok && read.value.is === 'weighed' && shop.byItem(read.value.item)).toBe(goods)
    }
    expect(shelf({ item: '123' }).byItem('00123')?.sku).toBe('S0')
    expect(shop.byItem('99999')).toBeUndefined()
  })
})
