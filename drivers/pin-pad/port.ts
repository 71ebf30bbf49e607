/**
 * A PIN pad: a device with a screen, keys to press, and keys of ciphers in its own head. A PIN and a clear key never
 * leave it; what comes out is a PIN block that only the acquirer can open.
 */
export interface PinPad {
  /** As it was last seen. */
  readonly status: () => PinPadStatus
  readonly onStatus: (listener: () => void) => void
  /** Asks it who it is and which keys it holds. */
  readonly look: () => Promise<Looked>
  /**
   * Gives it a key that is encrypted under one it has. It is `loaded` where pad and caller come to the same check
   * value; else it is `refused`, and the pad does not keep it.
   */
  readonly loadKey: (key: WrappedKey) => Promise<KeyLoaded>
  /** Has a person type a PIN. One at a time. */
  readonly readPin: (asked: PinEntry) => Promise<PinEntered>
  /** Asks the pad to ask no more. What became of it is what `readPin` says: a PIN may just have been typed. */
  readonly withdraw: () => void
  /** Lines for the customer; those that are too long are cut. */
  readonly show: (lines: readonly string[]) => Promise<'shown' | PadTrouble>
  readonly close: () => Promise<void>
}

/** `busy`, `denied`: by another program, to this user · `silent`: the line is there, and the pad says nothing on it. */
export type PinPadStatus = 'absent' | 'busy' | 'denied' | 'fault' | 'silent' | 'ready'

/**
 * `gone`: it is not there, went away, or says nothing at all · `refused`: it does not do it · `garbled`: it did not
 * understand in three tries, and has done nothing · `occupied`: it is at something else · `unknown`: it took what was
 * asked, and nothing that can be read came back.
 */
export type PadTrouble = 'gone' | 'refused' | 'garbled' | 'occupied' | 'unknown'

export type Looked =
  { readonly is: 'here'; readonly serial: string; readonly keys: readonly HeldKey[] } | { readonly is: PadTrouble }

/** Key check value: the first bytes of a block of noughts under the key, in hex. */
export interface HeldKey {
  readonly kind: 'master' | 'working' | 'dukpt-tdes' | 'dukpt-aes'
  readonly slot: number
  readonly check: string
}

export interface WrappedKey {
  /** A master key comes under the transport key the pad was made with; a working key for PINs under a master key. */
  readonly kind: 'master' | 'working'
  /** 0 to 9; of a working key that of its master key too. */
  readonly slot: number
  /** 16 bytes of triple DES, encrypted block by block (ECB). */
  readonly wrapped: Uint8Array
  /** Three or four bytes, from whoever made the key. */
  readonly check: Uint8Array
}
/** `check-value`: it is not the key that was meant · `keys-missing`: the one it is encrypted under is not there. */
export type KeyLoaded = { readonly is: 'loaded' | 'check-value' | 'keys-missing' | PadTrouble }

export interface PinEntry {
  /** The whole card number, 12 to 19 digits: the block is made for it. */
  readonly card: string
  /** Shown to the customer. Fen. */
  readonly amount: number
  readonly by: PinKey
  /** Digits, 4 to 12. */
  readonly min: number
  readonly max: number
  /** For the customer, 1 to 255. */
  readonly seconds: number
}
/** Master/session: the working key of that slot · DUKPT: a key of its own for each PIN. */
export type PinKey =
  { readonly mode: 'session'; readonly slot: number } | { readonly mode: 'dukpt'; readonly cipher: 'tdes' | 'aes' }

/**
 * `entered`: format 0 or 4 of ISO 9564-1; `ksn` of DUKPT names the key · `bypassed`: the customer has no PIN and said
 * so with the key that confirms · `cancelled`: by the customer · `withdrawn`: by this side · `late`: nothing was typed
 * in time · `keys-missing`: the pad has no such key, or has used up its keys.
 */
export type PinEntered =
  | { readonly is: 'entered'; readonly format: 0 | 4; readonly block: Uint8Array; readonly ksn: Uint8Array | null }
  | { readonly is: 'bypassed' | 'cancelled' | 'withdrawn' | 'late' | 'keys-missing' | PadTrouble }

/** All that a log may hold of it: a block, and what key it is under, together are worth a PIN to a thief. */
export const noteOf = (entered: PinEntered): string =>
  entered.is === 'entered' ? `a PIN was entered, format ${entered.format}` : `no PIN: ${entered.is}`
