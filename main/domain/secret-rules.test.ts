import { describe, expect, it } from 'vitest'
import { kindsOf, secretRefusal, strengthOf, type KeptKind } from './secret-rules.ts'

const owner = { number: '1103', name: 'Li Wei', numbers: ['11', '03', '1103'] }

describe('a secret', () => {
  it.each<[KeptKind, string, string]>([
    ['login', '12345', 'secret-short'],
    ['void', '0000', 'secret-short'],
    ['pin', '73190', 'pin-not-six-digits'],
    ['pin', '7319052', 'pin-not-six-digits'],
    ['pin', '73190a', 'pin-not-six-digits'],
    ['login', '123456', 'secret-common'],
    ['pin', '123456', 'secret-common'],
    ['void', '88888888', 'secret-common'],
    ['login', '12345678', 'secret-common'],
    ['login', 'PassWord', 'secret-common'],
    ['login', 'Lakala123', 'secret-common'],
    ['login', 'aaaaaa', 'secret-plain'],
    ['login', 'bcdefg', 'secret-plain'],
    ['login', '876543', 'secret-plain'],
    ['pin', '737373', 'secret-plain'],
    ['pin', '739739', 'secret-plain'],
    ['login', '110311', 'secret-own-number'],
    ['login', 'x1103y9', 'secret-own-number'],
    ['login', '030303', 'secret-plain'],
    ['login', '11031103', 'secret-own-number'],
    ['login', 'liwei-99', 'secret-own-name'],
    ['void', 'xx LIWEI', 'secret-own-name'],
  ])('%s %s is refused: %s', (kind, secret, why) => {
    expect(secretRefusal(kind, secret, owner)).toEqual({ ok: false, why })
    expect(strengthOf(kind, secret, owner)).toBe(why)
  })

  it.each<[KeptKind, string, string]>([
    ['login', '', 'empty'],
    ['login', '731905', 'fair'],
    ['pin', '731905', 'good'],
    ['login', 'kurz7Q', 'good'],
    ['void', 'Birnen-im-Korb', 'strong'],
  ])('%s %s is %s', (kind, secret, strength) => {
    expect(strengthOf(kind, secret, owner)).toBe(strength)
  })
})

it('IT has a login password only; only managers a void password', () => {
  expect((['cashier', 'manager', 'it'] as const).map(kindsOf)).toEqual([
    ['login', 'pin'],
    ['login', 'void', 'pin'],
    ['login'],
  ])
})
