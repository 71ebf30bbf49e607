/** What the station writes about itself. Fields are an allow-list: whatever else a caller passes does not compile. */
export interface Log {
  readonly note: (what: string, fields?: LogFields) => void
  /** A bug or a fault: written with its incident number, which the screen shows too. */
  readonly fault: (what: string, cause: unknown, fields?: LogFields) => void
}

export interface LogFields {
  readonly incident?: string
  readonly call?: string
  readonly why?: string
  readonly receipt?: string
  readonly sequence?: number
  readonly version?: string
}
