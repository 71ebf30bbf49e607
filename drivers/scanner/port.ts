/** A bar code scanner, however it is plugged in. It gives whole codes; which goods they are is not its business. */
export interface Scanner {
  readonly status: () => 'ready' | 'absent'
  readonly onScan: (listener: (code: string) => void) => void
}

/** The longest code a driver hands on: what is longer is noise or an attack, and is cut off. */
export const CODE_CHARACTERS_MAX = 128
