import type { DevicesView } from '#contract/devices'
import type { Clock } from '#drivers/clock/port'
import type { Diagnosis, PaymentTerminal } from '#drivers/terminal/port'

/** The payment terminal that the settings name, as the screen of devices shows it. */
export interface TerminalWatched {
  /** Null where the settings name none. */
  readonly view: () => DevicesView['terminal']
  /** Asks it how it is; null where there is none. */
  readonly ask: (() => Promise<void>) | null
}

export interface TerminalWatchedParts {
  readonly terminal?: Pick<PaymentTerminal, 'status' | 'onStatus' | 'login' | 'diagnose'> | null
  readonly clock: Pick<Clock, 'nowMs'>
  readonly onChange: () => void
}

const NONE: TerminalWatched = { view: () => null, ask: null }

export function watchTerminal({ terminal = null, clock, onChange }: TerminalWatchedParts): TerminalWatched {
  if (!terminal) return NONE
  let said: NonNullable<DevicesView['terminal']>['said'] = null
  terminal.onStatus(onChange)
  // Greeted at once, so that it is seen before the first customer whether it is there.
  void terminal.login()
  return {
    view: () => ({ state: terminal.status(), said }),
    ask: async () => {
      said = { ...saidBy(await terminal.diagnose()), atMs: clock.nowMs() }
      onChange()
    },
  }
}

/** Acquirers that it can not reach, as it numbers them. */
function saidBy(
  diagnosis: Diagnosis,
): Pick<NonNullable<NonNullable<DevicesView['terminal']>['said']>, 'what' | 'away'> {
  if (diagnosis.is !== 'here') return { what: diagnosis.is, away: [] }
  const away = diagnosis.hosts.filter(({ reachable }) => !reachable).map(({ id }) => id)
  return { what: diagnosis.state, away }
}
