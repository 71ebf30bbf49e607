/** What head office's hub calls things: written once, for stations and for whoever sets the hub up. */

/** All that stations add: one stream, one subject a station. */
export const JOURNALS = 'JRNL'

/** Both are whole tokens of a subject: letters that mean something to the hub have no place in them. */
export const SHOP = /^[a-z0-9][a-z0-9-]{0,31}$/
export const STATION = /^\d{2,3}$/

/** A station's login, its consumer and the end of its inbox: one token, since permissions are given by whole tokens. */
export const loginOf = ({ shop, station }: { readonly shop: string; readonly station: string }): string =>
  `${shop}-${station}`

/**
 * A shop's account reaches the hub's consumers under this name: under their own, the account itself answers first that
 * it has none.
 */
export const CONSUMERS_AT = '$JS.hub.API'

/** What head office posts for stations: the newest text under each name. */
export const POSTINGS = 'POST'
/** The stream that a bucket of this name is for the hub, and the subject of a name in it. */
export const POSTINGS_STREAM = `KV_${POSTINGS}`
export const postingSubject = (name: string): string => `$KV.${POSTINGS}.${name}`

/** `s01.all.policy` for all stations of a shop, `s01.02.policy` for one, `s01.part.<SHA-256>` for what others name. */
export const postingName = (shop: string, whose: string, what: string): string => `${shop}.${whose}.${what}`

/**
 * In the hub's account what tells stations that something was posted for them, `whose` as in its name; in the shop's
 * account, `RING` and `whose`.
 */
export const ringOf = (shop: string, whose: string): string => `ring.${shop}.${whose}`
export const RING = 'ring'
/** Of what is for all stations of a shop. */
export const ALL = 'all'

/** What a station says to the others of its shop, within the shop's account. */
export const floorSubject = (station: string): string => `f.${station}`
export const SAID_BYTES_MAX = 262_144
