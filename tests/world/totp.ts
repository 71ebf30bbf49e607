import { Secret, TOTP } from 'otpauth'
import { VOID_PASSWORD } from './people.ts'
import type { World } from './world.ts'

/** Gives whoever is on duty an authenticator, and what it shows from then on. */
export async function enrolTotp({ ask, clock }: World, voidPassword = VOID_PASSWORD): Promise<TOTP> {
  const begun = await ask('operators.enrolTotp', { voidPassword })
  if (!begun.ok) throw new Error(`no authenticator: ${begun.why}`)
  const { uri } = begun.value as { uri: string } // the contract's
  const totp = new TOTP({ secret: Secret.fromBase32(new URL(uri).searchParams.get('secret') ?? '') })
  const set = await ask('operators.confirmTotp', { code: totp.generate({ timestamp: clock.nowMs() }) })
  if (!set.ok) throw new Error(`its code was not heard: ${set.why}`)
  return totp
}
