import type { PasskeyCreation, PasskeyMade, PasskeyRequest, PasskeySigned } from '#contract/passkeys'
import { done, refused, type Result } from '#domain/result'

/**
 * The authenticator at this window: it makes a passkey, or says yes with one. The browser asks the person; what comes
 * back is checked in main.
 */
type Why = 'passkey-cancelled' | 'passkey-impossible'

// The browser's own question can stay open beyond the time that the options say, so the page ends it.
export const makePasskey = (options: PasskeyCreation): Promise<Result<PasskeyMade, Why>> =>
  asked(async () => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
    return navigator.credentials.create({ publicKey, signal: AbortSignal.timeout(options.timeout) })
  })

export const signByPasskey = (options: PasskeyRequest): Promise<Result<PasskeySigned, Why>> =>
  asked(async () => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
    return navigator.credentials.get({ publicKey, signal: AbortSignal.timeout(options.timeout) })
  })

async function asked<Answer>(ask: () => Promise<Credential | null>): Promise<Result<Answer, Why>> {
  try {
    const credential = await ask()
    if (!(credential instanceof PublicKeyCredential)) return refused('passkey-impossible')
    // The standard's JSON of the kind that was asked for; main reads it by its schema.
    return done(credential.toJSON() as Answer)
  } catch (cause) {
    // The standard's name for no: cancelled, not there, or not in time; a page is not told which.
    const cancelled =
      cause instanceof DOMException && ['NotAllowedError', 'AbortError', 'TimeoutError'].includes(cause.name)
    return refused(cancelled ? 'passkey-cancelled' : 'passkey-impossible')
  }
}
