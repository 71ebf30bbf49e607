import { CHALLENGE_LIFE_MS } from '#domain/passkeys'
import { done, refused, type Result } from '#domain/result'
import type { Clock } from '#drivers/clock/port'
import type { Random } from '#drivers/random/port'
import { createHash } from 'node:crypto'
import { putNewest } from '../newest.ts'

/** Challenges that wait for their signature: one a person, and some that were given up. */
const PENDING_MAX = 20
const RANDOM_BYTES = 32

interface Pending {
  readonly random: Uint8Array
  readonly sinceMs: number
}

/** Challenges bound to what they are for: 32 random bytes and that text, hashed. Each is good once, for a minute. */
export interface Challenges {
  /** Base64url. */
  readonly give: (text: string) => string
  /** Uses up a challenge, whatever comes of it. */
  readonly take: (challenge: string, text: string) => Result<null, 'passkey-challenge' | 'passkey-for-another'>
}

export function makeChallenges(random: Random, clock: Pick<Clock, 'elapsedMs'>): Challenges {
  const pending = new Map<string, Pending>()
  return {
    give: (text) => {
      const mine = { random: random.bytes(RANDOM_BYTES), sinceMs: clock.elapsedMs() }
      const challenge = bound(mine.random, text)
      putNewest(pending, challenge, mine, PENDING_MAX)
      return challenge
    },
    take: (challenge, text) => {
      const mine = pending.get(challenge)
      pending.delete(challenge)
      if (!mine || clock.elapsedMs() - mine.sinceMs > CHALLENGE_LIFE_MS) return refused('passkey-challenge')
      return bound(mine.random, text) === challenge ? done(null) : refused('passkey-for-another')
    },
  }
}

const bound = (random: Uint8Array, text: string): string =>
  createHash('sha256').update(random).update(text).digest('base64url')
