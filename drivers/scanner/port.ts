/** A bar code scanner, however it is plugged in. It gives whole codes; which goods they are is not its business. */
export interface Scanner {
  readonly status: () => 'ready' | 'absent'
  readonly onScan: (listener: (code: string) => void) => void
}

/** The longest code a driver hands on. */
export const CODE_CHARACTERS_MAX = 512
/** Stands for what was lost (Unicode, U+FFFD): it is in no code, so a part of one is never taken for a whole one. */
const LOST = '\ufffd'

/** A code as it may be handed on: what is too long is noise or an attack, and no code at all. */
export const handedOn = (code: string): string =>
  code.length <= CODE_CHARACTERS_MAX ? code : code.slice(0, CODE_CHARACTERS_MAX - 1) + LOST
