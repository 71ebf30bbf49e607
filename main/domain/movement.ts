import { hasMoved, type Payment } from './payment.ts'
import { isTaking } from './payment-kinds.ts'

/**
 * How the money of an order stands for the sale it belongs to. `failed`: it did not move, or does not stay moved ·
 * `unclear`: only a person can find out, and until they have it counts as moved.
 */
export type Movement = 'under-way' | 'done' | 'failed' | 'unclear'

function movementOf(payment: Payment): Movement {
  if (hasMoved(payment)) return 'done'
  const { at, kind, settlesBy } = payment
  if (at === 'asked' || at === 'reversing') return 'under-way'
  if (at === 'unknown') return settlesBy === 'neither' ? 'unclear' : 'under-way'
  // A charge goes on being undone, so its customer may pay otherwise now. Money that may have gone back must not go
  // back a second time.
  return at === 'stuck' && !isTaking(kind) ? 'unclear' : 'failed'
}

/**
 * The movement after its order changed. What was done stays so. A charge that failed stays so: its customer was told,
 * and a yes that comes late is undone. Money that goes back late after all counts as gone.
 */
export function moved(before: Movement, payment: Payment): Movement {
  if (before === 'done' || (before === 'failed' && isTaking(payment.kind))) return before
  const now = movementOf(payment)
  if (before === 'failed' && now === 'under-way') return 'unclear'
  return before === 'unclear' && now === 'under-way' ? before : now
}
