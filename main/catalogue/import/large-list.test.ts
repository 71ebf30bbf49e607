import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { manyGoods } from '../../../tests/world/many-goods.ts'
import { GOODS_MAX } from '../catalogue.ts'
import { importGoods, LINES_MAX } from './import-goods.ts'

const HEADER = '编码,条码,名称,分类,售价,单位,店内码'

async function* inChunks(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 65_536) yield await Promise.resolve(bytes.subarray(at, at + 65_536))
}
const read = (bytes: Uint8Array) => importGoods(inChunks(bytes), [])
const whyOf = async (text: string) => {
  const result = await read(Buffer.from(text))
  return result.ok ? null : result.why
}

describe('100,000 goods', () => {
  const rows = manyGoods(GOODS_MAX, 5)
  const lineOf = ({ sku, code, name, category, price }: (typeof rows)[number]) =>
    `${sku},${code ?? ''},${name},${category},${String(price).padStart(3, '0').replace(/(..)$/, '.$1')},,`
  const text = [HEADER, ...rows.map(lineOf)].join('\n')

  it('go through, each as it was', async () => {
    const result = await read(iconv.encode(text, 'gb18030'))
    expect(result.ok && result.value.report).toMatchObject({ encoding: 'GB18030', taken: GOODS_MAX, bad: 0, notes: 0 })
    expect(result.ok && result.value.goods).toEqual(rows)
  })

  it('are the most there may be, and 200,000 the most lines', async () => {
    expect(await whyOf(`${text}\nX,,甲,,1,,`)).toBe('too-many-goods')
    expect(await whyOf(`${HEADER}${'\nX'.repeat(LINES_MAX + 1)}`)).toBe('too-many-lines')
  })
})
