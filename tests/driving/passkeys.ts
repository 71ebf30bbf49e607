import type { Page } from 'playwright-core'

/** Chromium's own virtual authenticator, and what a page's authenticator says to a challenge. */
const SIGN_LIMIT_MS = 20_000

/** What main gives a page to ask the authenticator with, as far as it matters here. */
export interface Challenged {
  readonly challenge: string
  readonly rpId: string
  readonly allowCredentials: readonly { readonly id: string }[]
}

/** Plugs one in that knows its person and says yes by itself. */
export async function plugInAuthenticator(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasUserVerification: true, isUserVerified: true },
      automaticPresenceSimulation: true,
    },
  })
}

/** Its answer as JSON; where there is none, the name of what the browser threw. */
export const signInPage = (page: Page, { challenge, rpId, allowCredentials }: Challenged, limitMs = SIGN_LIMIT_MS) =>
  page.evaluate(
    // Runs in the page.
    async ({ limitMs, ...options }) => {
      try {
        const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
        const signal = AbortSignal.timeout(limitMs)
        const credential = await navigator.credentials.get({ publicKey, signal })
        return credential instanceof PublicKeyCredential ? credential.toJSON() : null
      } catch (cause) {
        return `${(cause as Error).name}: ${(cause as Error).message}` // whatever it was, it is an Error
      }
    },
    { challenge, rpId, limitMs, allowCredentials: allowCredentials.map(({ id }) => ({ id, type: 'public-key' })) },
  )
