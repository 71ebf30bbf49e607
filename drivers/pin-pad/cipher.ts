import { createCipheriv, createDecipheriv } from 'node:crypto'

/**
 * Single blocks under the ciphers of PIN pads. Each runs in CBC mode from nought, which for one block is ECB: that mode
 * every library has, and the others not.
 */
const NOTHING_8 = Buffer.alloc(8)
const NOTHING_16 = Buffer.alloc(16)
export const TDES_BLOCK = 8
export const AES_BLOCK = 16

/** Triple DES (FIPS 46-3) with a key of 16 bytes; with one of 8 it is DES. */
function tripled(key: Uint8Array): Buffer {
  const [first, second] = [key.subarray(0, 8), key.length === 8 ? key : key.subarray(8, 16)]
  return Buffer.concat([first, second, first])
}

function oneBlock(block: Uint8Array, size: number): Uint8Array {
  if (block.length !== size) throw new RangeError('not one block')
  return block
}

export function tdesEncrypt(key: Uint8Array, block: Uint8Array): Buffer {
  const cipher = createCipheriv('des-ede3-cbc', tripled(key), NOTHING_8).setAutoPadding(false)
  return cipher.update(oneBlock(block, TDES_BLOCK))
}

export function tdesDecrypt(key: Uint8Array, block: Uint8Array): Buffer {
  const cipher = createDecipheriv('des-ede3-cbc', tripled(key), NOTHING_8).setAutoPadding(false)
  return cipher.update(oneBlock(block, TDES_BLOCK))
}

const aesName = (key: Uint8Array) => `aes-${key.length * 8}-cbc`

export function aesEncrypt(key: Uint8Array, block: Uint8Array): Buffer {
  return createCipheriv(aesName(key), key, NOTHING_16).setAutoPadding(false).update(oneBlock(block, AES_BLOCK))
}

export function aesDecrypt(key: Uint8Array, block: Uint8Array): Buffer {
  return createDecipheriv(aesName(key), key, NOTHING_16).setAutoPadding(false).update(oneBlock(block, AES_BLOCK))
}

export function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)))
}

/** The first bytes of nought under a key of triple DES: whether the right one was loaded. */
export const checkValue = (key: Uint8Array, bytes: 3 | 4): Buffer => tdesEncrypt(key, NOTHING_8).subarray(0, bytes)
