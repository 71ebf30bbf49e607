import type { TillEvent } from '#domain/events'
import { money } from '#domain/money'
import { describe, expect, it } from 'vitest'
import { hasCardNumber, withoutCards } from './free-texts.ts'
import { TillRecord } from './record.ts'
import { z } from 'zod'

interface Schema {
  readonly type?: string
  readonly [name: string]: unknown
}

/** Every text in a JSON schema that neither its length nor its shape bounds, by its path. */
function unbounded(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { type, maxLength, pattern, enum: words, const: word } = schema as Schema // any object can be asked
  const isBound = [maxLength, pattern, words, word].some((each) => each !== undefined)
  if (type === 'string' && !isBound) return [path]
  return Object.entries(schema).flatMap(([name, inner]) => unbounded(inner, `${path}.${name}`))
}

describe('a record', () => {
  it('holds no text without a bound in length or shape', () => {
    const event = z.toJSONSchema(TillRecord.shape.event, { unrepresentable: 'any' })
    expect(unbounded(event, '')).toEqual([])
    expect(unbounded({ anyOf: [{ properties: { a: { type: 'string' } } }] }, '')).toEqual(['.anyOf.0.properties.a'])
  })

  it('of a sale is looked through for card numbers in a few microseconds', () => {
    const event: TillEvent = {
      ...{ is: 'goods-added', sku: 'DRK001', name: '农夫山泉 饮用天然水 550ml', price: money(200), quantity: 1 },
      ...{ unit: 'piece', label: null },
    }
    const times = 20_000
    const began = performance.now()
    for (let n = 0; n < times; n++) hasCardNumber(event)
    const microseconds = ((performance.now() - began) * 1000) / times
    process.stdout.write(`${microseconds.toFixed(2)} µs to look through a record\n`)
    // A flush takes hundreds.
    expect(microseconds).toBeLessThan(50)
  })

  it('keeps the codes of goods and orders as they are, whatever their digits', () => {
    const card = '6212345678901232'
    const event: TillEvent = {
      ...{ is: 'goods-added', sku: card, name: `卡 ${card}`, price: money(200), quantity: 1 },
      ...{ unit: 'piece', label: null },
    }
    expect(hasCardNumber(event)).toBe(true)
    expect(withoutCards(event)).toEqual({ ...event, name: '卡 ****1232' })
    expect(hasCardNumber({ ...event, name: '卡' })).toBe(false)
  })
})
