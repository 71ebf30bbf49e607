/**
 * The other stations of the shop, as far as they can be reached. Texts to them and from them may be lost, come late,
 * twice, or from somebody else: whoever uses it signs them and asks again.
 */
export interface Floor {
  /** Says who this station is, and hears from then on. */
  readonly join: (me: Neighbour) => Joined
}

export interface Neighbour {
  readonly station: string
  /** Base64 of its SubjectPublicKeyInfo (Ed25519), which whoever keeps the list of the shop vouches for. */
  readonly publicKey: string
}

export interface Joined {
  /** In reach now, without this one. */
  readonly stations: () => readonly Neighbour[]
  /** To each of them. */
  readonly send: (text: string) => void
  readonly onText: (listener: (text: string) => void) => void
  /** Somebody has come into reach, or gone. */
  readonly onStations: (listener: () => void) => void
  readonly leave: () => void
}
