import { createCipheriv, createDecipheriv } from 'node:crypto'
import { assertKey, type BlockCipher } from './blocks.ts'

/**
 * AES (FIPS 197), one block at a time. It runs in CBC mode from nought, which for one block is ECB: that mode every
 * library has.
 */
export const AES_BLOCK = 16
const KEYS = [16, 24, 32]
const NOTHING = Buffer.alloc(AES_BLOCK)

function nameFor(key: Uint8Array, block: Uint8Array): string {
  assertKey(key, KEYS)
  if (block.length !== AES_BLOCK) throw new RangeError('not one block')
  return `aes-${key.length * 8}-cbc`
}

export const aesEncrypt = (key: Uint8Array, block: Uint8Array): Buffer =>
  createCipheriv(nameFor(key, block), key, NOTHING).setAutoPadding(false).update(block)

export const aesDecrypt = (key: Uint8Array, block: Uint8Array): Buffer =>
  createDecipheriv(nameFor(key, block), key, NOTHING).setAutoPadding(false).update(block)

export const AES: BlockCipher = { blockBytes: AES_BLOCK, encrypt: aesEncrypt, decrypt: aesDecrypt }
