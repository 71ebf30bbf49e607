import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { gtinCheckDigit } from '#domain/barcode'
import { formatReceiptNumber } from '#domain/receipt-number'
import { DEFAULT_WEIGHED_RULES } from '#domain/weighed'
import { FILE_BYTES_MAX, LINE_SIGNS_MAX } from '../../tables/file-text.ts'
import { importGoods, REMARKS_MAX } from './import-goods.ts'
import { sentenceOfRefusal, sentenceOfRemark } from './sentences.ts'

const HEADER = '编码,条码,名称,分类,售价,单位,店内码'
const GOOD = 'A1,6901234567892,可口可乐,饮料,3.50,瓶,'

/** Chunks of an awkward size, so that signs, line breaks and the mark in front are cut. */
async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}
const read = (bytes: Uint8Array, size = 7) => importGoods(inChunks(bytes, size), DEFAULT_WEIGHED_RULES)

async function list(text: string, size?: number) {
  const result = await read(Buffer.from(text), size)
  if (!result.ok) throw new Error(result.why)
  return result.value
}
/** What was said of one line below the header. */
const saidOf = async (line: string) =>
  (await list(`${HEADER}\n${line}\n`)).report.remarks.map(({ field, why }) =>
    field === null ? why : `${field} ${why}`,
  )
const whyOf = async (bytes: Uint8Array) => {
  const result = await read(bytes, 65_536)
  return result.ok ? null : result.why
}

const COLA = {
  ...{ sku: 'A1', code: '6901234567892', name: '可口可乐', category: '饮料', price: 350, unit: 'piece', item: null },
}
const APPLE = { sku: 'B2', code: null, name: '苹果', category: '其他', price: 1196, unit: 'kg', item: '123' }

describe('a list of goods', () => {
  const text = `${HEADER}\r\n${GOOD}\r\n\r\nB2,,苹果,,11.96,公斤,00123\r\n`
  it.each<[string, Buffer, string, string]>([
    ['UTF-8', Buffer.from(text), 'UTF-8', ','],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`), 'UTF-8', ','],
    ['GB18030', iconv.encode(text, 'gb18030'), 'GB18030', ','],
    ['semicolons', Buffer.from(text.replaceAll(',', ';')), 'UTF-8', ';'],
    ['tabs and old line breaks', Buffer.from(text.replaceAll(',', '\t').replaceAll('\r\n', '\r')), 'UTF-8', '\t'],
    [
      'English columns in another order',
      Buffer.from(
        'Name,SKU,Stock,Price (CNY),Unit,Item,Barcode,Category\n可口可乐,A1,5,¥3.5,pcs,,6901234567892,饮料\n' +
          '苹果,B2,9,11.96,KG,123,,\n',
      ),
      ...(['UTF-8', ','] as const),
    ],
  ])('is read in %s, however it is cut', async (_, bytes, encoding, delimiter) => {
    for (const size of [1, 2, 3, 64, 65_536]) {
      const result = await read(bytes, size)
      expect(result).toMatchObject({
        value: { goods: [COLA, APPLE], report: { encoding, delimiter, lines: 2, taken: 2, bad: 0, remarks: [] } },
      })
    }
  })

  it('keeps the signs only GB18030 has, of two bytes and of four', async () => {
    const bytes = iconv.encode('sku,name,price\nA1,䶮㑇𠮷 鎔,1\n', 'gb18030')
    expect(await read(bytes, 1)).toMatchObject({ value: { goods: [{ name: '䶮㑇𠮷 鎔' }] } })
  })

  it('goes through but for its bad lines, each told with its number and what to do', async () => {
    const { goods, report } = await list(`\n${HEADER}\nA1,,甲,,0,,\n\nA2,,乙,,1,,\nA3,690123456789,丙,,abc,斤,\n`)
    expect(goods.map(({ sku }) => sku)).toEqual(['A2'])
    expect(report).toMatchObject({ lines: 3, taken: 1, bad: 2, notes: 0 })
    expect(report.remarks.map((each) => sentenceOfRemark(each).en)).toEqual([
      'Line 3: the price "0" must be above zero',
      'Line 6: the code "690123456789" has a wrong check digit; compare it with the goods',
      'Line 6: the price "abc" is no price; write yuan, such as 12.50',
      expect.stringMatching(/^Line 6: the unit "斤" is not known; write "piece", or "kg"/),
    ])
    expect(report.remarks.map((each) => sentenceOfRemark(each).zh)[0]).toBe('第 3 行，售价“0”必须大于 0')
  })
})

describe('a bad line', () => {
  const label = '210012301234'
  it.each([
    [',,甲,,1,,', 'sku missing'],
    [`${'x'.repeat(33)},,甲,,1,,`, 'sku too-long'],
    ['A,,,,1,,', 'name missing'],
    ['A,,\u200b\u202e,,1,,', 'name missing'],
    [`A,,${'甲'.repeat(31)},,1,,`, 'name too-long'],
    [`A,,甲${'\u0301'.repeat(120)},,1,,`, 'name too-long'],
    [`A,,甲,${'乙'.repeat(11)},1,,`, 'category too-long'],
    ['A,,甲,,,,', 'price missing'],
    ['A', 'name missing,price missing'],
    ['A,,甲,,1.234,,', 'price too-many-decimals'],
    ['A,,甲,,0.00,,', 'price not-above-zero'],
    ['A,,甲,,-1,,', 'price not-above-zero'],
    ['A,,甲,,1000000.01,,', 'price too-high'],
    ['A,,甲,,99999999999999999999,,', 'price too-high'],
    ['A,,甲,,1e3,,', 'price not-a-price'],
    ['A,,甲,,"1,50",,', 'price not-a-price'],
    ['A,,甲,,１,,', 'price not-a-price'],
    ['A,6901234567890,甲,,1,,', 'code wrong-check-digit'],
    ['A,69012,甲,,1,,', 'code not-a-code'],
    ['A,36000291452,甲,,1,,', 'code not-a-code'],
    ['A,6.90123E+12,甲,,1,,', 'code code-rounded'],
    [`A,${formatReceiptNumber({ station: '01', epoch: 1, counter: 7 })},甲,,1,,`, 'code receipt-number'],
    [`A,${label}${gtinCheckDigit(label)},甲,,1,,`, 'code label-prefix'],
    ['A,,甲,,1,斤,', 'unit unknown-unit'],
    ['A,,甲,,1,kg,12x', 'item not-an-item'],
    ['A,,甲,,1,kg,0', 'item not-an-item'],
    ['A,,甲,,1,kg,123456', 'item not-an-item'],
    ['A,,甲,,1,,12345', 'unit missing'],
    ['A,,甲\ufffd,,1,,', 'name unreadable'],
    ['A,,"甲,,1,,', 'quote-open'],
    ['A,,甲,乙,饮料,,1,,', 'price not-a-price,unit missing'],
    ['A,,甲,饮料,1,,,丙', 'too-many-cells'],
    [`A,,${'甲'.repeat(LINE_SIGNS_MAX)},,1,,`, 'line-too-long'],
  ])('%j: %s', async (line, said) => {
    expect(await saidOf(line)).toEqual(said.split(','))
  })

  it.each([
    ['A,,甲,,"1,234.5",,', { price: 123_450 }],
    ['A,,甲,,1000000,,', { price: 100_000_000 }],
    ['A,,甲,,￥0.01,,', { price: 1 }],
    ['A,,甲,,12 元,,', { price: 1200 }],
    ['A,00000096385074,甲,,1,,', { code: '96385074' }],
    ['A,036000291452,甲,,1,,,,', { code: '0036000291452' }],
    ['A,,8" 盘,,1,只,', { name: '8" 盘' }],
    ['A,,"甲, ""乙""",,1,,', { name: '甲, "乙"' }],
    [' A , , 甲  乙 ,, 1 , KG , 007 ', { sku: 'A', name: '甲 乙', unit: 'kg', item: '7' }],
  ])('is not %j', async (line, holds) => {
    expect(await list(`${HEADER}\n${line}`)).toMatchObject({ goods: [holds], report: { remarks: [] } })
  })

  it('with a quote left open spoils no other line', async () => {
    const lines = Array.from({ length: 1500 }, (_, i) => (i % 100 === 7 ? `S${i},,"甲${i},,1,,` : `S${i},,甲${i},,1,,`))
    const { goods, report } = await list(`${HEADER}\n${lines.join('\n')}`, 4096)
    expect(report).toMatchObject({ lines: 1500, taken: 1485, bad: 15 })
    expect(report.remarks.map(({ line, why }) => `${line} ${why}`).slice(0, 2)).toEqual([
      '9 quote-open',
      '109 quote-open',
    ])
    expect(goods.map(({ sku }) => sku)).toEqual(lines.flatMap((line, i) => (line.includes('"') ? [] : [`S${i}`])))
  })

  it('with a quote left open does not swallow the next one up to a quote there', async () => {
    const { goods, report } = await list(`${HEADER}\nA,,"甲,,1,,\nB,,乙",,1,,\nC,,丙,,1,,`)
    expect(goods.map(({ name }) => name)).toEqual(['乙"', '丙'])
    expect(report.remarks).toMatchObject([{ line: 2, why: 'quote-open' }])
  })

  it('repeats a number, a code or an item number: the first good line keeps it', async () => {
    const second = 'B1,06901234567892,雪碧,,1,kg,0077'
    const { goods, report } = await list(
      `${HEADER}\nA1,,坏的,,0,,\n${GOOD}77\n${second}\nA1,,芬达,,1,,\nB1,,美年达,,1,,\n`,
    )
    expect(goods.map(({ name }) => name)).toEqual(['可口可乐', '美年达'])
    expect(report.remarks).toMatchObject([
      { line: 2, why: 'not-above-zero' },
      { line: 4, field: 'code', why: 'twice', firstLine: 3, cell: '6901234567892' },
      { line: 4, field: 'item', why: 'twice', firstLine: 3 },
      { line: 5, field: 'sku', why: 'twice', firstLine: 3 },
    ])
    expect(sentenceOfRemark(report.remarks[3] ?? never()).en).toMatch(/is the same as in line 3, which was taken/)
  })
})
const never = (): never => {
  throw new Error('no such remark')
}

describe('a file', () => {
  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.from(''), 'empty'],
    ['blank lines', Buffer.from('\n \r\n\t\n'), 'empty'],
    ['a workbook', Buffer.from('PK\u0003\u0004\u0000\u0000xl'), 'not-text'],
    ['UTF-16', iconv.encode(`${HEADER}\n${GOOD}`, 'utf-16'), 'not-text'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'not-text'],
    ['UTF-8 that was damaged', Buffer.concat([Buffer.from(`\ufeff${HEADER}`), Buffer.from([0xff])]), 'broken-text'],
    ['no header', Buffer.from(`${GOOD}\n`), 'no-header'],
    ['a header with a column twice', Buffer.from('sku,name,品名,price\nA,甲,乙,1'), 'no-header'],
    ['one endless line', Buffer.from('x'.repeat(LINE_SIGNS_MAX * 40)), 'no-header'],
  ])('of %s is refused as a whole', async (_, bytes, why) => {
    expect(await whyOf(bytes)).toBe(why)
  })

  it('says what its header lacks', async () => {
    const result = await read(Buffer.from('sku,品名,name\nA,甲,1'))
    expect(result).toMatchObject({ why: 'no-header', missing: ['price'], twice: ['name'] })
    expect(!result.ok && sentenceOfRefusal(result).en).toMatch(
      /lacks these columns: price. The first line has twice: name/,
    )
  })

  it('may be good for nothing, which its report shows', async () => {
    expect(await list(`${HEADER}\nA,,甲,,0,,`)).toMatchObject({ goods: [], report: { lines: 1, taken: 0, bad: 1 } })
    expect(await list(HEADER)).toMatchObject({ goods: [], report: { lines: 0 } })
  })

  it('that is too large is refused without being read to its end', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    let given = 0
    let isClosed = false
    async function* endless() {
      try {
        for (;;) {
          given += chunk.length
          yield await Promise.resolve(chunk)
        }
      } finally {
        isClosed = true
      }
    }
    expect(await importGoods(endless(), [])).toMatchObject({ ok: false, why: 'too-large' })
    expect(given).toBeLessThanOrEqual(FILE_BYTES_MAX + chunk.length)
    expect(isClosed).toBe(true)
  })

  it('throws on what goes wrong with its bytes', async () => {
    async function* failing() {
      yield await Promise.resolve(Buffer.from(HEADER))
      throw new Error('the stick was pulled out')
    }
    await expect(importGoods(failing(), [])).rejects.toThrow('pulled out')
  })

  it('shows only so many remarks of each kind, and counts them all', async () => {
    const bad = Array.from({ length: REMARKS_MAX + 50 }, (_, i) => `S${i},,甲,,0,,`)
    const noted = Array.from({ length: REMARKS_MAX + 30 }, (_, i) => `N${i},,甲\u200b,,1,,`)
    const { report } = await list([HEADER, ...bad, ...noted].join('\n'), 4096)
    expect(report).toMatchObject({ bad: REMARKS_MAX + 50, notes: REMARKS_MAX + 30, taken: REMARKS_MAX + 30 })
    expect(report.remarks.filter(({ is }) => is === 'bad')).toHaveLength(REMARKS_MAX)
    expect(report.remarks.filter(({ is }) => is === 'note')).toHaveLength(REMARKS_MAX)
  })
})
