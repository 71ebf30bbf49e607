import { bodyKeyOf } from '#drivers/scanpay/sealed-body'
import type { Vault } from '../vault.ts'
import { z } from 'zod'

/**
 * The merchant's keys in the vault. A key is known to the platform by the serial number of a certificate, and the
 * settings name that number: so a new key waits beside the old one, and signs from the start on at which the settings
 * name another number. Nobody can swap one without the other.
 */
const IN_FORCE = 'scanpay.key'
const WAITING = 'scanpay.key.next'
const OF_BODIES = 'scanpay.body-key'
const Kept = z.strictObject({ serial: z.string(), pem: z.string() })

/** PEM of PKCS #8; null where there is none, or none that this machine can read. */
export interface KeptKeys {
  readonly inForce: string | null
  readonly waiting: string | null
}

/** `serial`: as the settings name it; null while they name none, and then no key is in force. */
export function keysIn(vault: Pick<Vault, 'get'>, serial: string | null): KeptKeys {
  const [kept, next] = [keptIn(vault), vault.get(WAITING)]
  if (serial === null) return { inForce: null, waiting: next }
  // Where nothing waits a number that is another was put right.
  const isKept = kept !== null && (kept.serial === serial || next === null)
  const inForce = isKept ? kept.pem : next
  return { inForce, waiting: next === inForce ? null : next }
}

function keptIn(vault: Pick<Vault, 'get'>): z.infer<typeof Kept> | null {
  const text = vault.get(IN_FORCE)
  return text === null ? null : Kept.parse(JSON.parse(text))
}

/** In force at once where no key was; else it waits. What waited is gone. Throws DiskFault. */
export async function keepKey(vault: Pick<Vault, 'get' | 'put'>, serial: string | null, pem: string): Promise<void> {
  const { inForce } = keysIn(vault, serial)
  if (serial === null) return vault.put(WAITING, pem)
  // Written down with its number first, so that it stays in force whatever waits.
  await vault.put(IN_FORCE, JSON.stringify({ serial, pem: inForce ?? pem }))
  await vault.put(WAITING, inForce === null ? null : pem)
}

/** Null where there is none. */
export function bodyKeyIn(vault: Pick<Vault, 'get'>): Uint8Array | null {
  const base64 = vault.get(OF_BODIES)
  return base64 === null ? null : bodyKeyOf(base64)
}

/** False for what is no key: base64 of 16 bytes. Throws DiskFault. */
export async function keepBodyKey(vault: Pick<Vault, 'put'>, base64: string): Promise<boolean> {
  try {
    bodyKeyOf(base64)
  } catch {
    // A RangeError, and nothing else.
    return false
  }
  await vault.put(OF_BODIES, base64)
  return true
}
