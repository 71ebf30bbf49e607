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
