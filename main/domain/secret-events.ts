import type { SecretKind } from './lockout.ts'

/** What people do with their secrets: whose, by whom, never the secret. `subject`: what it was entered for. */
export type SecretEvent =
  | {
      readonly is: 'secret-refused'
      readonly secret: SecretKind
      readonly operator: string
      readonly subject: string
    }
  | {
      readonly is: 'secret-set'
      readonly secret: Exclude<SecretKind, 'totp'>
      readonly operator: string
      /** Null: head office, by the code that is named. */
      readonly by: string | null
      readonly token?: string
    }
  | {
      readonly is: 'secret-revoked'
      readonly secret: SecretKind
      readonly operator: string
      /** Null: head office, by a posting that says so under this name. */
      readonly by: string | null
      readonly token?: string
    }
  /** A manager was given what an authenticator needs; it counts once a code of it was entered. */
  | { readonly is: 'authenticator-begun'; readonly operator: string }
  /** `step`: of the code that proved it, counted as RFC 6238 does; that code is used up. */
  | { readonly is: 'authenticator-set'; readonly operator: string; readonly step: number }
  /** Where codes for refunds go from now on: whether there is such an address, never the address. */
  | { readonly is: 'contact-set'; readonly operator: string; readonly email: boolean; readonly phone: boolean }
