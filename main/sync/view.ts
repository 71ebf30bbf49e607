import type { LineState, OfficeView } from '#contract/office'
import type { CashierView } from '#contract/view'
import { onDuty } from '#domain/duty'
import type { Till } from '#domain/till'
import type { Cursor } from './cursor.ts'
import type { HubSetting } from './settings.ts'

export interface SyncShown {
  readonly setting: HubSetting
  /** The newest record. */
  readonly head: number
  readonly till: Till
  readonly line: LineState
  /** Null until it was read. */
  readonly known: Cursor | null
}

/** As many signs of a hash as people compare. */
const HASH_SIGNS = 8

export const waitingOf = ({ head, known }: Pick<SyncShown, 'head' | 'known'>): number =>
  Math.max(0, head - (known?.sent?.seq ?? 0))

export function officeView({ setting, head, till, line, known }: SyncShown): OfficeView | null {
  const role = onDuty(till)?.role
  if (role !== 'manager' && role !== 'it') return null
  const { sent = null, ledger = null } = known ?? {}
  return {
    ...{ shop: setting.shop, servers: [...setting.servers], line, head },
    ...{ outbox: waitingOf({ head, known }), sent },
    ledger: ledger && { seq: ledger.seq, atMs: ledger.atMs, hash: ledger.hash.slice(0, HASH_SIGNS) },
  }
}

/** What is for a person is another thing than a line that is away and comes back. */
export function lampOf({ line: { is } }: Pick<SyncShown, 'line'>): CashierView['lamps']['headOffice'] {
  if (is === 'connecting' || is === 'waiting') return 'away'
  return is === 'sending' || is === 'up-to-date' ? 'ready' : 'attention'
}
