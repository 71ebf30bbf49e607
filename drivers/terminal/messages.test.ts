import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeVirtualRandom } from '../random/virtual.ts'
import { makeMessageReader, MESSAGE_BYTES_MAX, prefixed } from './frames.ts'
import { endingOf, fenOf, makeServiceId, paymentBody, readResponse, requestOf, yuanOf } from './messages.ts'

const PARTIES = { sale: 'TILL1', terminal: 'POI1' }
const header = { MessageCategory: 'Payment', MessageType: 'Response', ServiceID: 'S1', SaleID: 'TILL1', POIID: 'POI1' }
const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))
const named = { POITransactionID: { TransactionID: 'T1', TimeStamp: '2026-01-01T09:00:00Z' } }

describe('amounts', () => {
  it('are yuan of two decimals there, and fen here, for every fen', () => {
    expect([1, 10, 100, 12_345, 999_999_999_999].map(yuanOf)).toEqual([0.01, 0.1, 1, 123.45, 9_999_999_999.99])
    fc.assert(fc.property(fc.integer({ min: 1, max: 999_999_999_999 }), (fen) => fenOf(yuanOf(fen)) === fen))
  })

  it.each([-1, 0.001, NaN, Infinity, 1e21, 12345678901])('are none: %d', (yuan) => {
    expect(fenOf(yuan)).toBeNull()
  })
})

it('a request is written as the protocol has it', () => {
  expect(
    JSON.parse(requestOf('Payment', 'S1', PARTIES, paymentBody('SALE-1', 12_345, '2026-01-01T00:00:00Z'))),
  ).toEqual({
    SaleToPOIRequest: {
      MessageHeader: {
        ...{ ProtocolVersion: '3.0', MessageClass: 'Service', MessageCategory: 'Payment', MessageType: 'Request' },
        ...{ ServiceID: 'S1', SaleID: 'TILL1', POIID: 'POI1' },
      },
      PaymentRequest: {
        SaleData: { SaleTransactionID: { TransactionID: 'SALE-1', TimeStamp: '2026-01-01T00:00:00Z' } },
        PaymentTransaction: { AmountsReq: { Currency: 'CNY', RequestedAmount: 123.45 } },
      },
    },
  })
})

it('a ServiceID has ten signs, and no other has it', () => {
  const random = makeVirtualRandom(1)
  const made = new Set(Array.from({ length: 5_000 }, () => makeServiceId(random)))
  expect(made.size).toBe(5_000)
  expect([...made].every((id) => /^[A-Z2-9]{10}$/.test(id))).toBe(true)
})

describe('an answer', () => {
  const amounts = (of: object) => ({ AmountsResp: of })
  const ending = (PaymentResponse: object) => {
    const read = readResponse(
      bytes({ SaleToPOIResponse: { MessageHeader: header, PaymentResponse } }),
      'Payment',
      'S1',
      PARTIES,
    )
    return read && endingOf('Payment', read, 5)
  }
  const Response = { Result: 'Success' }

  it('is approved only where it says what was charged, and which', () => {
    const PaymentResult = amounts({ Currency: 'CNY', AuthorizedAmount: 12.3 })
    expect(ending({ Response, POIData: named, PaymentResult })).toMatchObject({ is: 'approved', amount: 1_230 })
    expect(ending({ Response, POIData: named })).toBeNull()
    expect(ending({ Response, PaymentResult })).toBeNull()
    expect(
      ending({ Response, POIData: named, PaymentResult: amounts({ Currency: 'EUR', AuthorizedAmount: 1 }) }),
    ).toBeNull()
    expect(ending({ Response, POIData: named, PaymentResult: amounts({ AuthorizedAmount: 1.234 }) })).toBeNull()
  })

  it('is declined only where it is over', () => {
    expect(ending({ Response: { Result: 'Failure', ErrorCondition: 'Cancel' } })).toEqual({
      is: 'declined',
      why: 'Cancel',
    })
    expect(ending({ Response: { Result: 'Failure', ErrorCondition: 'InProgress' } })).toBeNull()
  })

  it('keeps no card number that is not masked, and none of a terminal’s long words', () => {
    const of = (MaskedPAN: string) =>
      ending({
        ...{ Response, POIData: { POITransactionID: { TransactionID: 'T'.repeat(500), TimeStamp: '' } } },
        PaymentResult: {
          ...amounts({ AuthorizedAmount: 1 }),
          PaymentInstrumentData: { CardData: { MaskedPAN } },
        },
      })
    expect(of('621234******1232')).toMatchObject({ card: '621234******1232', transaction: { id: 'T'.repeat(64) } })
    expect(of('6212345678901232')).toMatchObject({ card: null })
  })

  it('to something else, or of another, is none', () => {
    const PaymentResponse = { Response: { Result: 'Failure' } }
    for (const other of [
      { ServiceID: 'S2' },
      { MessageCategory: 'Reversal' },
      { SaleID: 'TILL2' },
      { POIID: 'POI2' },
    ]) {
      const message = bytes({ SaleToPOIResponse: { MessageHeader: { ...header, ...other }, PaymentResponse } })
      expect(readResponse(message, 'Payment', 'S1', PARTIES)).toBeNull()
    }
    expect(readResponse(Uint8Array.of(0xff, 0xfe), 'Payment', 'S1', PARTIES)).toBeNull()
    expect(readResponse(bytes('['.repeat(60_000)), 'Payment', 'S1', PARTIES)).toBeNull()
    expect(readResponse(Buffer.from('['.repeat(60_000)), 'Payment', 'S1', PARTIES)).toBeNull()
  })
})

describe('a line of messages', () => {
  it('is read, wherever it is cut', () => {
    const texts = fc.array(fc.string({ maxLength: 40 }), { maxLength: 6 })
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 7 }), (all, size) => {
        const line = Buffer.concat(all.map(prefixed))
        const reader = makeMessageReader()
        const read: string[] = []
        for (let at = 0; at < line.length; at += size) {
          const messages = reader.take(line.subarray(at, at + size))
          if (messages !== 'broken') read.push(...messages.map((each) => Buffer.from(each).toString('utf8')))
        }
        expect(read).toEqual(all.map((text) => Buffer.from(text, 'utf8').toString('utf8')))
      }),
    )
  })

  it('is none where a message is longer than any; what came before it counts', () => {
    const reader = makeMessageReader()
    const long = Buffer.alloc(4)
    long.writeUInt32BE(MESSAGE_BYTES_MAX + 1)
    expect(reader.take(Buffer.concat([prefixed('{}'), long]))).toEqual([Uint8Array.of(0x7b, 0x7d)])
    expect(reader.take(prefixed('{}'))).toBe('broken')
    expect(() => prefixed('x'.repeat(MESSAGE_BYTES_MAX + 1))).toThrow(RangeError)
  })
})
