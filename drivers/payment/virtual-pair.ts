import { makeVirtualPaymentPort, type TwinParts, type VirtualPaymentPort } from './virtual.ts'

/** How the acquirers settle what they did not answer: by the protocols they speak. */
export const SETTLES = {
  // ISO 8583 has no inquiry: charges and voids are reversed, and of a refund the statement tells.
  card: { pay: 'reversal', void: 'reversal', refund: 'neither' },
  scan: { pay: 'look-up', void: 'look-up', refund: 'look-up' },
} as const

export interface VirtualAcquirers {
  readonly card: VirtualPaymentPort
  readonly scan: VirtualPaymentPort
}

/** The twins a station has where it has no real acquirer: one for cards, one for scan payments. */
export const makeVirtualAcquirers = (parts: Omit<TwinParts, 'settlesBy' | 'ofCards' | 'holds'>): VirtualAcquirers => ({
  card: makeVirtualPaymentPort({ ...parts, settlesBy: SETTLES.card, ofCards: true, holds: true }),
  scan: makeVirtualPaymentPort({ ...parts, settlesBy: SETTLES.scan }),
})
