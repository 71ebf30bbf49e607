import type { WindowRole } from './port.ts'

/**
 * Where the screens live. One https origin on both shells, so that the page is a secure context and a passkey made
 * under one shell is good under the other. The name ends in `.localhost`, which never leaves the machine: should the
 * interception fail, the request meets a closed port and not somebody's server.
 */
export const ORIGIN = 'https://station.localhost'
/**
 * Where passkeys are good: under Chromium, which checks our origin as any other. What Electron's own program does with
 * one has not been seen yet (docs/decisions/0020), so nothing is offered there.
 */
export const passkeyOrigin = (kind: 'electron' | 'chromium'): string | null => (kind === 'chromium' ? ORIGIN : null)

const DOCUMENT = '/index.html'

/** The page of a role. What follows # only tells the screens what to draw; main knows roles from its window table. */
export const pageAddress = (role: WindowRole, origin = ORIGIN): string => `${origin}${DOCUMENT}#${role}`

const read = (address: string): URL | null => (URL.canParse(address) ? new URL(address) : null)

/** Whether an address belongs to us. A name and password in it would only serve to look like another address. */
export function isOurs(address: string, origin = ORIGIN): boolean {
  const url = read(address)
  return url !== null && url.origin === origin && url.username === '' && url.password === ''
}

/** Whether an address is our one document: the only thing a window may show. */
export function isOurPage(address: string, origin = ORIGIN): boolean {
  const path = read(address)?.pathname
  return isOurs(address, origin) && (path === DOCUMENT || (origin !== ORIGIN && path === '/'))
}
