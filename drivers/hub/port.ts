/**
 * Head office's hub, as a station meets it: one subject of its own, to which it adds messages that nobody can change
 * any more; what head office has posted for it; and the shop's other stations. Every wait ends at the line's own
 * limits.
 */
export interface Hub {
  /** A connection, or why there is none. Never rejects. */
  readonly connect: (noMore: AbortSignal) => Promise<HubLine | HubFailure>
}

/** `refused`: the hub does not know these credentials, or they are over · `insecure`: it is not whom we trust. */
export interface HubFailure {
  readonly is: 'unreachable' | 'refused' | 'insecure'
}

export interface HubLine {
  readonly is: 'line'
  /** The newest message on a subject. */
  readonly newest: (subject: string) => Promise<Heard<HubMessage | null>>
  /** Messages on a subject in their order, from this place in the hub on; at most `most` of them. */
  readonly from: (subject: string, place: number, most: number) => Promise<Heard<readonly HubMessage[]>>
  /** Adds a message where the newest on its subject is at `after` (0: there is none). Sent once. */
  readonly add: (message: Outgoing, after: number) => Promise<Added>
  /** What head office has posted under this name; null: nothing. */
  readonly posting: (name: string) => Promise<Heard<Posting | null>>
  /** Something was posted for this station, or all of its shop, of this kind: a hint, which may be lost. */
  readonly onRing: (listener: (kind: string) => void) => void
  /** To the other stations of the shop that are there now: it may be lost. A text longer than `SAID_BYTES_MAX` is. */
  readonly say: (text: string) => void
  readonly onSaid: (listener: (text: string) => void) => void
  /** Resolves when nothing goes over it any more. */
  readonly over: Promise<void>
  readonly close: () => Promise<void>
}

export interface Outgoing {
  readonly subject: string
  /** Names its content: what bears the same name is the same. */
  readonly id: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: Uint8Array
}
export interface HubMessage {
  readonly subject: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: Uint8Array
  /** Where it is in the hub: grows from message to message, whatever their subjects. */
  readonly place: number
}

/** The newest under its name. Who posted it is for the reader to find out: it is signed. */
export interface Posting {
  readonly name: string
  /** Grows from posting to posting, whatever their names, while the hub keeps what it has. */
  readonly revision: number
  readonly payload: Uint8Array
}

export type Heard<Value> = { readonly is: 'heard'; readonly value: Value } | { readonly is: 'silence' }

/**
 * `again`: it was there already, behind the same · `elsewhere`: the newest is another one, so nothing was added ·
 * `forbidden`: it is not for this station to add it · `silence`: it may be there, or not.
 */
export type Added =
  | { readonly is: 'added' | 'again'; readonly place: number }
  | { readonly is: 'elsewhere' }
  | { readonly is: 'forbidden' }
  | { readonly is: 'silence' }
