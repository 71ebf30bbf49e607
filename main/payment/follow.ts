import { paidInFull } from '#domain/tendering'
import { returnAtRest } from '#domain/returning'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'

export interface FollowParts {
  readonly acts: Acts
  readonly random: Random
  readonly log: Log
  readonly settings: { readonly station: string; readonly epoch: number }
}

/**
 * What follows by itself once orders have ended: a sale that is paid in full gets its receipt, money that has come to
 * rest its slip. Looked for again at each start, so that a crash between the two costs neither.
 */
export function followPayments({ acts, random, log, settings }: FollowParts): void {
  const follow = (): void => {
    acts
      .happened(random.id(), (till) => paidInFull(till, settings) ?? returnAtRest(till))
      .catch((cause: unknown) => log.fault('what follows a payment could not be written down', cause))
  }
  acts.onEvent(({ is }) => {
    // One at a time: a start may find more than one return at rest.
    if (is === 'payment-told' || is === 'return-ended' || is === 'started') follow()
  })
}
