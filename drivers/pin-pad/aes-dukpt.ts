import { aesEncrypt } from '../cipher/aes.ts'

/**
 * The same with AES (ANSI X9.24-3), for keys of 128 bits: twelve bytes of serial number, the last four of them the
 * count. Each key is its parent’s encryption of a block that says what it is for.
 */
const USES = { pin: 0x1000, macGenerate: 0x2000, macVerify: 0x2001, dataEncrypt: 0x3000, dataDecrypt: 0x3001 } as const
export type AesDukptUse = keyof typeof USES
const DERIVATION = 0x8000
const INITIAL = 0x8001
const AES_128 = 0x0002
const BITS = 0x0080

function derivation(usage: number, rest: Uint8Array): Buffer {
  const block = Buffer.alloc(16)
  block.set([1, 1], 0)
  block.writeUInt16BE(usage, 2)
  block.writeUInt16BE(AES_128, 4)
  block.writeUInt16BE(BITS, 6)
  block.set(rest, 8)
  return block
}

/** The end of the name, and a count. */
function counted(id: Uint8Array, counter: number): Buffer {
  const rest = Buffer.from([...id.subarray(4, 8), 0, 0, 0, 0])
  rest.writeUInt32BE(counter >>> 0, 4)
  return rest
}

/** `id`: the eight bytes that name the reader. */
export const aesInitialKey = (base: Uint8Array, id: Uint8Array): Buffer => aesEncrypt(base, derivation(INITIAL, id))

/** The key of the transaction `counter`, from which those of its uses are made. */
export function aesDerivationKey(initial: Uint8Array, id: Uint8Array, counter: number): Buffer {
  let key: Uint8Array = initial
  let reached = 0
  for (let bit = 31; bit >= 0; bit--) {
    const one = 2 ** bit
    if (Math.floor(counter / one) % 2 === 0) continue
    reached += one
    key = aesEncrypt(key, derivation(DERIVATION, counted(id, reached)))
  }
  return Buffer.from(key)
}

export const aesKeyFor = (use: AesDukptUse, derived: Uint8Array, id: Uint8Array, counter: number): Buffer =>
  aesEncrypt(derived, derivation(USES[use], counted(id, counter)))
