import { createHash } from 'node:crypto'
import type { KeysOf } from '../codec/f62.ts'
import type { WorkingKeys } from '../working-keys.ts'

/** Other working keys for each sign-in, and the same ones for the same seed. */
export function seededKeys({ keyLayout, makBytes }: KeysOf, seed: string): (signIn: number) => WorkingKeys {
  const pinBytes = keyLayout === '001' ? 8 : 16
  const hasTrackKey = keyLayout === '004' || keyLayout === '006'
  return (signIn) => {
    const key = (name: string, bytes: number): Uint8Array =>
      Uint8Array.from(createHash('sha256').update(`${seed} ${signIn} ${name}`).digest().subarray(0, bytes))
    return { pik: key('PIK', pinBytes), mak: key('MAK', makBytes), tdk: hasTrackKey ? key('TDK', 16) : null }
  }
}
