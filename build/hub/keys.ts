import { createAccount, createOperator, createUser, fromSeed, type KeyPair } from '@nats-io/nkeys'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Head office's keys: one file each, for its own user of the operating system alone. They never leave its machine. */
const OWN_FILE = { mode: 0o600, flag: 'wx' } as const
const OWN_FOLDER = { mode: 0o700, recursive: true } as const

const MAKES = { operator: createOperator, account: createAccount, user: createUser } as const

/** The key in this file, made where there is none yet. */
export function keyIn(path: string, kind: keyof typeof MAKES): KeyPair {
  const known = readIfThere(path)
  if (known !== null) return fromSeed(Buffer.from(known.trim()))
  const key = MAKES[kind]()
  writeSecret(path, `${Buffer.from(key.getSeed()).toString()}\n`)
  return key
}

/** A new file that only its owner reads. Throws where there is one. */
export function writeSecret(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), OWN_FOLDER)
  writeFileSync(path, content, OWN_FILE)
}

export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
}
