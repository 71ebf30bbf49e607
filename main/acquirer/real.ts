import { makeAcquirerLine } from '#drivers/acquirer/line'
import type { CardDesk } from '#drivers/card-desk/port'
import type { Clock } from '#drivers/clock/port'
import type { Vault } from '../vault.ts'
import { addressOf, MASTER_KEY, profileOf, type AcquirerSetting } from './settings.ts'
import type { CardTerminalParts } from './start.ts'

/** The terminal's master key; null where none was loaded here. */
export function masterKeyIn(vault: Pick<Vault, 'get'>): Uint8Array | null {
  const hex = vault.get(MASTER_KEY)
  return hex === null ? null : Uint8Array.from(Buffer.from(hex, 'hex'))
}

/** The line to the acquirer that the settings name. */
export function realCardTerminal(
  setting: AcquirerSetting,
  { vault, clock, desk }: { readonly vault: Pick<Vault, 'get'>; readonly clock: Clock; readonly desk: CardDesk },
): CardTerminalParts {
  const profile = profileOf(setting.switches)
  const line = makeAcquirerLine({ address: addressOf(setting), profile, clock })
  const { terminal, merchant, declines, pinFreeUpTo } = setting
  return {
    ...{ line, desk, names: { profile, terminal, merchant }, declines, pinFreeUpTo },
    ...{ tmk: () => masterKeyIn(vault), loadsKey: true, close: () => line.close() },
  }
}
