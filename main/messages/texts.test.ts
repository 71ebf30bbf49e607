import { money } from '#domain/money'
import { expect, it } from 'vitest'
import { refundCodeText, type RefundCodeFacts } from './texts.ts'

const facts: RefundCodeFacts = {
  ...{ shop: '小麦便利店', station: '01', receipt: 'S01-1-000123X', amount: money(1250) },
  ...{ asker: { number: '03', name: '李四' }, code: '48291736', minutes: 10 },
}

it('says all that a manager must know to agree, and nothing else', () => {
  expect(refundCodeText('zh-CN', 'sms', facts).text).toBe(
    '【小麦便利店】退款码48291736：01台S01-1-000123X，12.50元，03 李四申请，10分钟有效。同意才给',
  )
  expect(refundCodeText('en', 'sms', { ...facts, shop: 'Wheat', asker: { number: '03', name: 'Li' } }).text).toBe(
    'Wheat: refund code 48291736, station 01, S01-1-000123X, 12.50 yuan, asked by 03 Li, 10 min. ' +
      'Give it only if you agree',
  )
})

it('is one SMS in Chinese, however long the names are', () => {
  const { text } = refundCodeText('zh-CN', 'sms', {
    ...{ ...facts, shop: '一'.repeat(30), receipt: 'S999-12-123456X', amount: money(99_999_999) },
    ...{ asker: { number: '123456', name: '二'.repeat(20) }, minutes: 15 },
  })
  expect(text.length).toBeLessThanOrEqual(70)
  expect(text).toContain('48291736')
})

it.each(['zh-CN', 'en'] as const)('keeps the code out of the subject, in %s', (language) => {
  const { subject, text } = refundCodeText(language, 'email', facts)
  expect(subject).not.toContain(facts.code)
  for (const part of [facts.shop, '01', facts.receipt, '12.50', '03 李四', facts.code, '10'])
    expect(text).toContain(part)
})
