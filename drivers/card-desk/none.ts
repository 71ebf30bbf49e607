import type { CardDesk } from './port.ts'

/** No reader that could run a chip and encrypt a PIN: nobody can present a card. */
export const NO_DESK: CardDesk = {
  present: () => Promise.resolve({ is: 'away' }),
  onStage: () => undefined,
  loadPinKey: () => Promise.resolve(false),
}
