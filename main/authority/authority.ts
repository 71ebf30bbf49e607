import type { Handlers } from '#contract'
import type { Clock } from '#drivers/clock/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import type { Moments } from '../operators/moments.ts'
import type { Secrets } from '../operators/secrets.ts'
import type { Passkeys } from '../passkeys/passkeys.ts'
import type { StationSettings } from '../settings.ts'
import { approveHandler } from './approve.ts'
import type { CodeKey } from './code-key.ts'
import { codesHandler } from './codes.ts'
import { managingHandlers } from './managing.ts'
import type { Delivery } from './ports.ts'
import { questionHandlers } from './questions.ts'

export interface AuthorityParts {
  /** Of whoever is on duty. */
  readonly acts: Acts
  readonly clock: Clock
  readonly random: Random
  readonly moments: Moments
  readonly settings: StationSettings
  readonly secrets: Secrets
  readonly delivery: Delivery
  readonly codeKey: CodeKey
  readonly passkeys: Pick<Passkeys, 'challengeFor' | 'verify'>
  /** Who is on duty; the door lets no call in while nobody is. */
  readonly operator: () => string
}

export const authorityHandlers = (parts: AuthorityParts): Handlers['authority'] => ({
  ...approveHandler(parts),
  ...questionHandlers(parts),
  ...codesHandler(parts),
  ...managingHandlers(parts),
})
