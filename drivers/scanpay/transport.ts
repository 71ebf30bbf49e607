/** The line to a scan payment platform. */
export interface Transport {
  /** Sends one request, once, and waits for its answer. Ends at its own limits, or with `noMore`. Never rejects. */
  readonly exchange: (request: Outgoing, noMore: AbortSignal) => Promise<Exchanged>
}

export interface Outgoing {
  readonly path: string
  /** JSON. */
  readonly body: string
}

export type Exchanged =
  /** The body of an answer with HTTP status 200 that the platform signed for us. */
  | { readonly is: 'answer'; readonly body: string }
  /** Not a byte of the request left the till. */
  | { readonly is: 'not-sent'; readonly why: NotSent }
  /** It may have got there, and nothing came that can be believed. */
  | { readonly is: 'silence'; readonly why: Silence }

/** `insecure`: not whom the settings want · `proxy`: it lets nobody through · `unsignable`: the key makes no header. */
export type NotSent = 'unreachable' | 'too-slow' | 'insecure' | 'proxy' | 'unsignable' | 'given-up'
export type Silence = 'no-answer' | 'cut' | 'garbled' | 'too-large' | 'http' | 'unsigned' | 'given-up'

/** What support needs of one exchange; never a key, a payment code or a signature. */
export interface ExchangeTrace {
  readonly path: string
  readonly end: 'answer' | NotSent | Silence
  /** Of HTTP; null where none came. */
  readonly status: number | null
  /** The platform’s, of an answer that it signed. */
  readonly code: string | null
  readonly traceId: string | null
  readonly ms: number
  /** How far the platform’s clock is before ours, to a second, where it signed the answer. */
  readonly skewMs: number | null
}
