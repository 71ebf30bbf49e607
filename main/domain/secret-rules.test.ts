import { describe, expect, it } from 'vitest'
import { isWeakSecret } from './secret-rules.ts'

describe('a secret', () => {
  it.each(['12345', '123456', '000000', '88888888', 'aaaaaa', 'abcdef', '987654', 'PASSWORD', '1111'])(
    'finds %s weak',
    (secret) => {
      expect(isWeakSecret(secret, ['11'])).toBe(true)
    },
  )
  it('finds a secret made of a person’s own number weak, and another one good', () => {
    expect(isWeakSecret('110011', ['110011'])).toBe(true)
    expect(isWeakSecret('731905', ['11'])).toBe(false)
  })
})
