import { assertSlot } from './entry.ts'
import type { HeldKey, KeyLoaded, Looked, WrappedKey } from './port.ts'
import type { PadProfile } from './profile.ts'
import type { Talk, Told } from './talk.ts'

const KEY_BYTES = 16
const [CHECK_BYTES_MIN, CHECK_BYTES_MAX] = [3, 4]
/** Of a pad’s own words. */
const [SERIAL_CHARACTERS_MAX, KEYS_MAX] = [32, 64]
/** As the pad lists them: `M0:08D7B4`, and so on, by commas. */
const KINDS: Readonly<Partial<Record<string, HeldKey['kind']>>> = {
  ...{ M: 'master', W: 'working', T: 'dukpt-tdes', A: 'dukpt-aes' },
}

const upper = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

/** Throws for a key that is none. */
export function assertKey({ slot, wrapped, check }: WrappedKey): void {
  assertSlot(slot)
  if (wrapped.length !== KEY_BYTES || check.length < CHECK_BYTES_MIN || check.length > CHECK_BYTES_MAX)
    throw new RangeError('a key has 16 bytes, and a check value 3 or 4')
}

/**
 * The pad compares the check value, and so does this side: one that says `loaded` and names another has a key that
 * nobody meant, and is told to forget it.
 */
export async function loadedBy(talk: Talk, profile: PadProfile, key: WrappedKey): Promise<KeyLoaded> {
  const check = upper(key.check)
  const packet = key.kind === 'master' ? profile.loadMaster : profile.loadWorking
  const told = await talk.ask(packet, { slot: String(key.slot), wrapped: upper(key.wrapped), check })
  if ('trouble' in told) return { is: told.trouble }
  if (told.is !== 'loaded' || told.values.check?.toUpperCase() === check) return { is: told.is }
  const erased = await talk.tell(profile.erase, { kind: key.kind, slot: String(key.slot) })
  return { is: erased === 'done' ? 'check-value' : 'unknown' }
}

export function lookedOf(told: Told<'here'>): Looked {
  if ('trouble' in told) return { is: told.trouble }
  const { serial = '', keys = '' } = told.values
  const held = keys.split(',', KEYS_MAX).map(keyOf)
  return { is: 'here', serial: serial.slice(0, SERIAL_CHARACTERS_MAX), keys: held.filter((key) => key !== null) }
}

function keyOf(text: string): HeldKey | null {
  const [, letter = '', slot, check] = /^([A-Z])(\d):([0-9A-F]{6,10})$/.exec(text) ?? []
  const kind = KINDS[letter]
  return kind && check !== undefined ? { kind, slot: Number(slot), check } : null
}
