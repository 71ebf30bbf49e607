import { SM4_BLOCK, sm4Decrypt, sm4Encrypt } from '../../cipher/sm4.ts'

/** Whole bodies in SM4, each block by itself, padded as PKCS #5 says, as base64 text. */
export function sealBody(key: Uint8Array, plain: Uint8Array): Uint8Array {
  const missing = SM4_BLOCK - (plain.length % SM4_BLOCK)
  const padded = Buffer.concat([plain, Buffer.alloc(missing, missing)])
  return Buffer.from(sm4Encrypt(key, padded).toString('base64'))
}

/** Null for what was not sealed so. */
export function openBody(key: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  const text = Buffer.from(sealed).toString('latin1')
  const blocks = Buffer.from(text, 'base64')
  const isWhole = blocks.toString('base64') === text && blocks.length > 0 && blocks.length % SM4_BLOCK === 0
  if (!isWhole) return null
  const padded = sm4Decrypt(key, blocks)
  const added = padded.at(-1) ?? 0
  const isPadded = added > 0 && added <= SM4_BLOCK && padded.subarray(-added).every((byte) => byte === added)
  return isPadded ? padded.subarray(0, -added) : null
}
