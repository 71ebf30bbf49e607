import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { bytesOfLength } from '../../../tests/acquirer/arbitrary.ts'
import { comesBack, digits, refused, value } from '../../../tests/acquirer/reading.ts'
import { F62_OF_SIGN_IN, fromHex, upper } from '../../../tests/acquirer/vectors.ts'
import { f54Text, readF54 } from './f54.ts'
import { f59Bytes, readF59 } from './f59.ts'
import { f60Text, financialF60, managementF60, readF60 } from './f60.ts'
import { f61Text, readF61, refundF61, voidF61 } from './f61.ts'
import { f62Bytes, readF62 } from './f62.ts'
import { f63Answer, f63Request, readF63 } from './f63.ts'
import { CUP_CLASSIC, F60_DIGITS, type AcquirerProfile } from './profile.ts'

describe('F60', () => {
  it('has eleven digits in management, and as many as the host has in financial messages', () => {
    expect(f60Text(managementF60('000012', '301'))).toEqual(value('00000012301'))
    const of = { type: '22', batch: '000012', ability: '5' }
    expect(f60Text(financialF60(CUP_CLASSIC, of))).toEqual(value('2200001200050'))
    expect(f60Text(financialF60({ ...CUP_CLASSIC, f60Digits: 17 }, { ...of, chip: '2' }))).toEqual(
      value('22000012000520000'),
    )
  })

  it('is read in any length that hosts have, and no other', () => {
    expect(readF60('2200001200052')).toEqual(
      value({ type: '22', batch: '000012', network: '000', terminal: { ability: '5', chip: '2', rest: '' } }),
    )
    const read = Array.from({ length: 25 }, (_none, count) => count).filter((count) => readF60('1'.repeat(count)).ok)
    expect(read).toEqual([11, ...F60_DIGITS])
    expect(readF60('22000012000 0')).toEqual(refused('digits'))
    fc.assert(fc.property(fc.constantFrom(11, ...F60_DIGITS).chain(digits), (t) => comesBack(readF60, f60Text, t)))
  })

  it('is not written with a batch of another length', () => {
    expect(f60Text(managementF60('12', '301'))).toEqual(refused('length'))
    expect(f60Text(managementF60('00001a', '301'))).toEqual(refused('digits'))
  })
})

describe('F61', () => {
  it('names the original of a void by batch and STAN, of a refund by its date', () => {
    const original = { batch: '000012', stan: '000002', date: '1122' }
    expect(f61Text(voidF61(original))).toEqual(value('000012000002'))
    expect(f61Text(refundF61(CUP_CLASSIC, original))).toEqual(value('0000000000001122'))
    const other: AcquirerProfile = { ...CUP_CLASSIC, f61OfRefund: 'original' }
    expect(f61Text(refundF61(other, original))).toEqual(value('0000120000021122'))
  })

  it('ends behind any part from the STAN on', () => {
    const lengths = Array.from({ length: 31 }, (_none, count) => count).filter((count) => readF61('1'.repeat(count)).ok)
    expect(lengths).toEqual([12, 16, 18, 29])
    fc.assert(fc.property(fc.constantFrom(...lengths).chain(digits), (t) => comesBack(readF61, f61Text, t)))
    expect(f61Text({ batch: '000012', stan: '000002', authorisation: '00' })).toEqual(refused('length'))
  })
})

describe('F62', () => {
  const key = (bytes: number, of: number) => ({
    wrapped: new Uint8Array(bytes).fill(of),
    check: new Uint8Array(4).fill(of),
  })

  it('has the keys of the layout', () => {
    const read = readF62(CUP_CLASSIC, F62_OF_SIGN_IN)
    expect(read.ok && [read.value.pik.wrapped, read.value.pik.check].map(upper)).toEqual([
      ...['6701EAD6A9AD51E51AA406E2C27FCFA9', '8D0A74B8'],
    ])
    expect(read.ok && [read.value.mak.wrapped, read.value.mak.check].map(upper)).toEqual([
      'B651F9E9BACE9AE1',
      'AB7153CA',
    ])
    expect(read.ok && read.value.tdk).toBeNull()
    expect(read.ok && f62Bytes(CUP_CLASSIC, read.value)).toEqual(value(Buffer.from(F62_OF_SIGN_IN)))
  })

  it.each([
    ...([
      ['001', 8, 24],
      ['003', 8, 40],
      ['003', 16, 40],
      ['004', 16, 60],
      ['005', 16, 40],
      ['006', 16, 60],
    ] as const),
  ])('of layout %s with a MAK of %i has %i bytes and no other', (keyLayout, makBytes, length) => {
    const of = { keyLayout, makBytes }
    const tdk = length === 60 ? key(16, 3) : null
    const keys = { pik: key(keyLayout === '001' ? 8 : 16, 1), mak: key(makBytes, 2), tdk }
    const bytes = f62Bytes(of, keys)
    expect(bytes.ok && bytes.value.length).toBe(length)
    expect(bytes.ok && readF62(of, bytes.value)).toEqual(value(keys))
    expect([-1, 1, 20].map((more) => readF62(of, new Uint8Array(length + more)).ok)).toEqual([false, false, false])
    expect(f62Bytes(of, { ...keys, tdk: tdk ? null : key(16, 3) })).toEqual(refused('length'))
  })

  it('is refused where a MAK of eight bytes has more behind it', () => {
    const other = Uint8Array.from(F62_OF_SIGN_IN)
    other[35] = 1
    expect(readF62(CUP_CLASSIC, other)).toEqual(refused('padding'))
  })
})

describe('F63', () => {
  it('of a request is an operator or an organisation in three signs', () => {
    expect(f63Request('01')).toEqual(value(Buffer.from('01 ')))
    expect(f63Request('CUP')).toEqual(value(Buffer.from('CUP')))
    expect(f63Request('CUPS')).toEqual(refused('length'))
    expect(f63Request('银')).toEqual(refused('characters'))
  })

  it('of an answer has what each organisation says, in GBK', () => {
    const bytes = iconv.encode('CUP余额不足            请联系发卡行        ', 'gbk')
    expect(readF63(bytes)).toEqual(
      value({ organisation: 'CUP', issuer: '余额不足', unionPay: '请联系发卡行', acquirer: '', terminal: '' }),
    )
    expect(readF63(fromHex(''))).toMatchObject({ ok: true })
  })

  it('is refused where a column ends in the middle of a sign, has a control in it, or goes on too long', () => {
    expect(readF63(Buffer.concat([Buffer.from(`CUP${' '.repeat(19)}`), fromHex('D2F8')]))).toEqual(
      refused('characters'),
    )
    expect(readF63(Buffer.from('CUP\x1b@'))).toEqual(refused('characters'))
    expect(readF63(new Uint8Array(164).fill(0x20))).toEqual(refused('length'))
  })

  it('comes back, but for spaces', () => {
    const text = (max: number) =>
      fc
        .string({ unit: fc.constantFrom(...Array.from('余额不足ABC 123')), maxLength: max })
        .map((given) => given.trimEnd())
    const answers = fc.record({
      ...{ organisation: fc.constantFrom('', 'CUP', 'VIS'), issuer: text(10), unionPay: text(10) },
      ...{ acquirer: text(10), terminal: text(50) },
    })
    fc.assert(
      fc.property(answers, (answer) => {
        const bytes = f63Answer(answer)
        expect(bytes.ok && readF63(bytes.value)).toEqual(value(answer))
      }),
    )
    const none = { organisation: 'CUP', issuer: '', unionPay: '', acquirer: '', terminal: '' }
    expect(f63Answer({ ...none, issuer: '银'.repeat(11) })).toEqual(refused('length'))
    expect(f63Answer({ ...none, terminal: '银'.repeat(51) })).toEqual(refused('length'))
    expect(f63Answer({ ...none, terminal: '😀' })).toEqual(refused('characters'))
  })
})

it('F54 is a balance, below nought where its sign is D', () => {
  const balance = { accountType: '02', amountType: '02', currency: '156', fen: 12_345 }
  expect(readF54('0202156C000000012345')).toEqual(value(balance))
  expect(readF54('0202156D000000012345')).toEqual(value({ ...balance, fen: -12_345 }))
  expect([balance, { ...balance, fen: -1 }].map(f54Text)).toEqual(
    ['0202156C000000012345', '0202156D000000000001'].map(value),
  )
  expect(readF54('0202156X000000012345')).toEqual(refused('characters'))
  expect(readF54('0202156C12345')).toEqual(refused('length'))
  expect(f54Text({ ...balance, fen: 1e12 })).toEqual(refused('length'))
})

it('F59 has the payment code that was scanned', () => {
  const objects = [{ tag: 'A3', text: '6220123456789012345' }]
  expect(f59Bytes(objects)).toEqual(value(Buffer.from('A30196220123456789012345')))
  expect(readF59(Buffer.from('A30196220123456789012345A4000'))).toEqual(value([...objects, { tag: 'A4', text: '' }]))
  expect(readF59(Buffer.from('A30202'))).toEqual(refused('truncated'))
  expect(readF59(Buffer.from('A3'))).toEqual(refused('truncated'))
  expect(readF59(Buffer.from('A3x12'))).toEqual(refused('tag'))
  expect(f59Bytes([{ tag: 'A3', text: 'ü' }])).toEqual(refused('characters'))
  fc.assert(
    fc.property(bytesOfLength(0, 40), (bytes) => {
      const read = readF59(bytes)
      if (read.ok) expect(f59Bytes(read.value)).toEqual(value(Buffer.from(bytes)))
    }),
  )
})
