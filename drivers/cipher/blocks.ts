/** A block cipher over whole blocks, each by itself (ECB): what longer modes are made of is for the caller. */
export interface BlockCipher {
  readonly blockBytes: number
  /** Both throw a RangeError for a key of another length, and for what is no whole number of blocks, or nothing. */
  readonly encrypt: (key: Uint8Array, blocks: Uint8Array) => Buffer
  readonly decrypt: (key: Uint8Array, blocks: Uint8Array) => Buffer
}

export function assertWhole(blocks: Uint8Array, blockBytes: number): void {
  if (blocks.length === 0 || blocks.length % blockBytes !== 0) throw new RangeError('no whole blocks')
}

export function assertKey(key: Uint8Array, lengths: readonly number[]): void {
  if (!lengths.includes(key.length)) throw new RangeError(`a key of ${key.length} bytes`)
}

/** As long as the first; what is missing of the second counts as nought. */
export function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)))
}

/**
 * Key check value (KCV): the first bytes of a block of nought under the key, which tell whether it is the one that was
 * meant. Three by international custom, four where a UnionPay-style host gives working keys.
 */
export const checkValue = (cipher: BlockCipher, key: Uint8Array, bytes: 3 | 4): Buffer =>
  cipher.encrypt(key, new Uint8Array(cipher.blockBytes)).subarray(0, bytes)
