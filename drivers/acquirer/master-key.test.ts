import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { CUP_CLASSIC } from './codec/profile.ts'
import { masterKey } from './master-key.ts'

const ONE = '0123456789ABCDEFFEDCBA9876543210'
const OTHER = 'CB7A10CE04476721B68CCCAEECA83BF9'

it('is both components together; its check value is what openssl makes of noughts under it', () => {
  const made = masterKey([ONE, OTHER], CUP_CLASSIC)
  const key = Buffer.from(made?.key ?? []).toString('hex')
  expect(BigInt(`0x${key}`)).toBe(BigInt(`0x${ONE}`) ^ BigInt(`0x${OTHER}`))
  const encrypted = execFileSync('openssl', ['enc', '-des-ede', '-nopad', '-K', key], {
    input: Buffer.alloc(8),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  expect(made?.check).toBe(encrypted.subarray(0, 3).toString('hex').toUpperCase())
})

it('is none where one person knows it alone, or where it is weaker than it looks', () => {
  const noughts = '0'.repeat(32)
  const single = ['1'.repeat(32), '2'.repeat(32)] as const
  const weak = [[noughts, OTHER], [ONE, noughts], [ONE, ONE], single] as const
  expect(weak.map((each) => masterKey(each, CUP_CLASSIC))).toEqual([null, null, null, null])
})
