import { createRequire } from 'node:module'
import type { sm4 } from 'sm-crypto-v2'
import { assertKey, assertWhole, type BlockCipher } from './blocks.ts'

/**
 * SM4 (GB/T 32907). One shell’s library does not have it. The package is loaded with the first use: few hosts ask for
 * it, and it brings curves along that nobody here uses.
 */
type Sm4 = typeof sm4
const load = createRequire(import.meta.url)
let loaded: Sm4 | null = null
const package4 = (): Sm4 => (loaded ??= (load('sm-crypto-v2') as { readonly sm4: Sm4 }).sm4)

export const SM4_BLOCK = 16
const OPTIONS = { mode: 'ecb', padding: 'none', output: 'array' } as const

function assertFits(key: Uint8Array, blocks: Uint8Array): void {
  assertKey(key, [16])
  assertWhole(blocks, SM4_BLOCK)
}

export function sm4Encrypt(key: Uint8Array, blocks: Uint8Array): Buffer {
  assertFits(key, blocks)
  return Buffer.from(package4().encrypt(Uint8Array.from(blocks), Uint8Array.from(key), OPTIONS))
}

export function sm4Decrypt(key: Uint8Array, blocks: Uint8Array): Buffer {
  assertFits(key, blocks)
  return Buffer.from(package4().decrypt(Uint8Array.from(blocks), Uint8Array.from(key), OPTIONS))
}

export const SM4: BlockCipher = { blockBytes: SM4_BLOCK, encrypt: sm4Encrypt, decrypt: sm4Decrypt }
