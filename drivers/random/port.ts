/** Where chance comes from. */
export interface Random {
  /** A whole number from 0 up to, not including, `limit`. */
  readonly below: (limit: number) => number
  readonly bytes: (count: number) => Uint8Array
  /** A name nobody else will choose, such as a txn: 36 characters. */
  readonly id: () => string
}
