import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkValue } from '../cipher/blocks.ts'
import { DES } from '../cipher/des.ts'
import { aesDerivationKey, aesInitialKey, aesKeyFor } from './aes-dukpt.ts'
import { initialKey, keyFor, nextKsn, transactionKey } from './dukpt.ts'
import { pinBlock0, pinBlock4, pinOf0, pinOf4 } from './pin-block.ts'

/** Published vectors: ANSI X9.24-1 and X9.24-3 (test keys of the standards), ISO 9564-1. */
const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const BASE = hex('0123456789ABCDEFFEDCBA9876543210')
const CARD = { pin: '1234', pan: '4012345678909' }
const ksn = (end: string) => hex(`FFFF9876543210${end}`)
const upper = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase()

describe('a key for each transaction, by triple DES', () => {
  const initial = initialKey(BASE, ksn('E00000'))

  it('begins with the initial key of the standard', () => {
    expect(upper(initial)).toBe('6AC292FAA1315B4D858AB3A3D7D5933A')
  })

  it.each([
    ['E00001', '042666B49184CFA368DE9628D0397BC9', '1B9C1845EB993A7A'],
    ['E00002', 'C46551CEF9FD24B0AA9AD834130D3BC7', '10A01C8D02C69107'],
    ['E00008', '27F66D5244FF62E1AA6F6120EDEB4280', '50E55547A5027551'],
  ])('makes the key and the PIN block of count %s', (end, key, block) => {
    const transaction = transactionKey(initial, ksn(end))
    expect(upper(transaction)).toBe(key)
    expect(upper(pinBlock0(CARD, keyFor('pin', transaction)))).toBe(block)
    expect(pinOf0(hex(block), CARD.pan, keyFor('pin', transaction))).toBe('1234')
  })

  it('turns a key for data once more', () => {
    const transaction = transactionKey(initial, ksn('E00001'))
    expect(upper(keyFor('pin', transaction))).toBe('042666B49184CF5C68DE9628D0397B36')
    expect(upper(keyFor('dataRequest', transaction))).toBe('448D3F076D8304036A55A3D7E0055A78')
  })

  it('counts on, leaves out counts of many ones, and ends', () => {
    expect(upper(nextKsn(ksn('E00001')) ?? hex(''))).toBe('FFFF9876543210E00002')
    // 3FF has ten ones; 7FF would have eleven: what comes after 7FE is 800.
    expect(upper(nextKsn(ksn('E003FF')) ?? hex(''))).toBe('FFFF9876543210E00400')
    expect(upper(nextKsn(ksn('E007FE')) ?? hex(''))).toBe('FFFF9876543210E00800')
    expect(nextKsn(ksn('FFF800'))).toBeNull()
  })
})

describe('a key for each transaction, by AES', () => {
  const id = hex('1234567890123456')
  const initial = aesInitialKey(hex('FEDCBA9876543210F1F1F1F1F1F1F1F1'), id)

  it('begins with the initial key of the standard', () => {
    expect(upper(initial)).toBe('1273671EA26AC29AFA4D1084127652A1')
  })

  it.each([
    [1, '4F21B565BAD9835E112B6465635EAE44', 'AF8CB133A78F8DC2D1359F18527593FB', 'A35C412EFD41FDB98B69797C02DCD08F'],
    [2, '2F34D68DE10F68D38091A73B9E7C437C', 'D30BDC73EC9714B000BEC66BDB7B6D09', 'D639514AA33AC43AD9229E433D6D4E5B'],
  ])('makes the keys of count %i', (count, derived, pin, data) => {
    const key = aesDerivationKey(initial, id, count)
    expect([key, aesKeyFor('pin', key, id, count), aesKeyFor('dataEncrypt', key, id, count)].map(upper)).toEqual([
      ...[derived, pin, data],
    ])
  })
})

describe('a PIN block', () => {
  it('of format 4 is the one of the standard', () => {
    const of = { pin: '1234', pan: '4111111111111111' }
    const chance = hex('2F69ADDE2E9E7ACE')
    const keys = ['AF8CB133A78F8DC2D1359F18527593FB', 'D30BDC73EC9714B000BEC66BDB7B6D09'].map(hex)
    expect(keys.map((key) => upper(pinBlock4(of, key, chance)))).toEqual([
      ...['A912150391AB65A67E52883D81CE2D15', '52A00503BD34BA1383F6A7EE9FE2547F'],
    ])
    const block = hex('E4BE5B623AF7E006AC319E5B93544564')
    expect(pinOf4(block, '1234567890123456', hex('00112233445566778899AABBCCDDEEFF'))).toBe('1234')
  })

  it('opens with its own key and card number alone', () => {
    const pin = fc.stringMatching(/^\d{4,12}$/)
    const pan = fc.stringMatching(/^\d{12,19}$/)
    const key = fc.uint8Array({ minLength: 16, maxLength: 16 })
    const chance = fc.uint8Array({ minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(pin, pan, key, chance, (given, card, own, random) => {
        const of = { pin: given, pan: card }
        expect(pinOf0(pinBlock0(of, own), card, own)).toBe(given)
        expect(pinOf4(pinBlock4(of, own, random), card, own)).toBe(given)
        const other = own.map((byte, at) => (at === 0 ? byte ^ 0x10 : byte))
        expect(pinOf4(pinBlock4(of, own, random), card, other)).toBeNull()
      }),
    )
  })

  it('is made of nothing that is no PIN', () => {
    expect(() => pinBlock0({ pin: '123', pan: CARD.pan }, BASE)).toThrow(RangeError)
    expect(() => pinBlock4({ pin: '12a4', pan: CARD.pan }, BASE, new Uint8Array(8))).toThrow(RangeError)
    expect(() => pinBlock4(CARD, BASE, new Uint8Array(7))).toThrow(RangeError)
  })
})

it('a key that was loaded is checked by the beginning of nought under it', () => {
  expect(upper(checkValue(DES, BASE, 3))).toBe('08D7B4')
})
