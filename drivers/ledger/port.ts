/**
 * Head office's book of record, as its own programs reach it. What goes wrong between is a LedgerFault: nothing is half
 * done, and what was done is told by asking again.
 */
export class LedgerFault extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** How far the hub has been read, and the SHA-256 of the message there; at 0, what tells one beginning from another. */
export interface Place {
  readonly place: number
  readonly mark: string
}

export interface StationKey {
  readonly shop: string
  readonly station: string
  /** Base64 of its SubjectPublicKeyInfo. */
  readonly publicKey: string
}

/** Who a message says it is from, and the message as it lies in the hub. */
interface Met {
  readonly shop: string
  readonly station: string
  readonly place: number
  readonly headers: Readonly<Record<string, string>>
  readonly payload: Uint8Array
}

/** Signed by this key. */
export interface Batch extends Met {
  readonly is: 'batch'
  readonly branch: string
  readonly publicKey: string
  readonly signature: string
}

/** What was found at one place of the hub, in order. */
export type Entry =
  | Batch
  | (Pick<Met, 'shop' | 'station'> & { readonly is: 'junk' })
  /** To be kept as it is. */
  | (Met & { readonly is: 'evidence'; readonly why: 'unknown' | 'newer' })

/** Why a batch was not taken. */
export type Refused = 'gap' | 'fork' | 'frozen' | 'revoked' | 'unknown' | 'malformed'
export type Taken = 'stored' | 'again' | 'counted' | 'kept' | Refused

export interface Standing {
  readonly shop: string
  readonly station: string
  /** All four are null before its first record. */
  readonly branch: string | null
  readonly seq: number | null
  readonly hash: string | null
  /** When its newest record was written, by the station's clock: milliseconds since 1970. */
  readonly ts: number | null
  /** Whether it has a key that is not revoked. */
  readonly enrolled: boolean
}

/** A station that sent more than goes on from what the ledger has of it: what comes between is missing. */
export interface Lacking {
  readonly shop: string
  readonly station: string
  /** The branch of what was refused, and the last record of it. */
  readonly branch: string
  readonly upTo: number
  /** Its newest branch in the ledger, null before its first record, and the last record of that; 0 and empty. */
  readonly newest: string | null
  readonly seq: number
  readonly hash: string
  /** What is missing was after this place of the hub, if it was there. */
  readonly place: number
}

export interface Encounter {
  readonly shop: string
  readonly station: string
  readonly why: string
  readonly times: number
}

/** One of a station's lives, and where it parts from the one that it goes on from. */
export interface Branch {
  readonly shop: string
  readonly station: string
  readonly branch: string
  /** Null where it goes on from none; then it parts at 0. */
  readonly parent: string | null
  /** The last record that both have. */
  readonly forkSeq: number
  /** Records after it, here and in the parent. */
  readonly alone: number
  readonly parentAlone: number
  /** Its batches that were refused and kept. */
  readonly refused: number
  /** Whether it is the one that grows. */
  readonly newest: boolean
}

/** As the projector uses it: the rights of `ledger_writer` do. */
export interface Ledger {
  readonly place: () => Promise<Place>
  readonly keys: () => Promise<readonly StationKey[]>
  readonly standing: () => Promise<readonly Standing[]>
  readonly encounters: () => Promise<readonly Encounter[]>
  readonly branches: () => Promise<readonly Branch[]>
  /** All of it is in the ledger and the place has moved, or nothing is. Null: the place is another one by now. */
  readonly take: (from: Place, to: Place, entries: readonly Entry[]) => Promise<readonly Taken[] | null>
  readonly lacking: () => Promise<readonly Lacking[]>
  /** Batches of one station that come from elsewhere than the place: in order, up to the first that is refused. */
  readonly mend: (batches: readonly Batch[]) => Promise<readonly Taken[]>
  /** What was missing is there: what was refused for that is evidence no more. */
  readonly closeGap: (of: Pick<Lacking, 'shop' | 'station'>) => Promise<void>
  /** The hub is to be read from its beginning, where the place is still this one. */
  readonly rescan: (from: Place) => Promise<void>
  readonly close: () => Promise<void>
}
