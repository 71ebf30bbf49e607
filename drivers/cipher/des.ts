import { createRequire } from 'node:module'
import type forge from 'node-forge'
import { assertKey, assertWhole, type BlockCipher } from './blocks.ts'

/**
 * DES and triple DES (FIPS 46-3). Not the shell’s own: the library of one shell refuses single DES, the other’s names
 * what it has differently from version to version. Only the package’s ciphers are loaded, a sixth of the whole.
 */
const load = createRequire(import.meta.url)
load('node-forge/lib/des.js')
// All parts of the package put themselves into this one object.
const { cipher, util } = load('node-forge/lib/forge.js') as Pick<typeof forge, 'cipher' | 'util'>

export const DES_BLOCK = 8
const KEYS = [8, 16, 24]

/** 8 bytes are a key of DES; 16 one of triple DES whose third part is the first again, 24 one of three parts. */
function run(key: Uint8Array, blocks: Uint8Array, way: 'createCipher' | 'createDecipher'): Buffer {
  assertKey(key, KEYS)
  assertWhole(blocks, DES_BLOCK)
  const parts = key.length === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key
  const machine = cipher[way](key.length === 8 ? 'DES-ECB' : '3DES-ECB', binary(parts))
  machine.start()
  // Whole blocks come out at once; it is never finished, which would add a block of padding.
  machine.update(util.createBuffer(binary(blocks)))
  return Buffer.from(machine.output.getBytes(), 'latin1')
}

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

export const desEncrypt = (key: Uint8Array, blocks: Uint8Array): Buffer => run(key, blocks, 'createCipher')
export const desDecrypt = (key: Uint8Array, blocks: Uint8Array): Buffer => run(key, blocks, 'createDecipher')

export const DES: BlockCipher = { blockBytes: DES_BLOCK, encrypt: desEncrypt, decrypt: desDecrypt }
