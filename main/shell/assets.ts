import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/**
 * The built screens as answers to requests, the same on both shells. Every answer carries the content security
 * policy: only our own files, no inline script or style, no frames, no forms. Only files under the folder are given.
 */
export interface Asset {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer>
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What a till's page never needs; passkeys are left at their default, our own origin. */
const FORBIDDEN = [
  ...['accelerometer', 'bluetooth', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'hid', 'local-fonts'],
  ...['magnetometer', 'microphone', 'midi', 'payment', 'serial', 'usb', 'window-management', 'xr-spatial-tracking'],
]

const HEADERS = {
  'content-security-policy': POLICY,
  'permissions-policy': FORBIDDEN.map((name) => `${name}=()`).join(', '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // A copy kept from before an update would be a screen that does not fit its station.
  'cache-control': 'no-store',
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

const answer = (status: number, type: string, body: Uint8Array<ArrayBuffer>): Asset => ({
  status,
  headers: { ...HEADERS, 'content-type': type },
  body,
})

/** An answer without content, such as 404; it carries the same policy as a page. */
export const refusal = (status: number): Asset =>
  answer(status, 'text/plain; charset=utf-8', new TextEncoder().encode(`${status}\n`))

/** The path inside the folder, or null for anything that could mean a file elsewhere. */
function inside(address: string): string | null {
  try {
    const path = decodeURIComponent(new URL(address).pathname)
    // Drive letters, backslashes, streams and NUL all mean something to one system or another; our names need none.
    if (!/^(\/[\w.@-]+)+$/.test(path)) return null
    return path.split('/').some((part) => part === '.' || part === '..') ? null : path
  } catch {
    // Not an address, or a broken escape in it: nothing of ours is called that.
    return null
  }
}

/** The answer to one request for a file of `folder`. */
export async function readAsset(folder: string, method: string, address: string): Promise<Asset> {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405)
  const path = inside(address)
  const type = path === null ? undefined : TYPES[extname(path).toLowerCase()]
  if (path === null || type === undefined) return refusal(404)
  try {
    return answer(200, type, new Uint8Array(await readFile(join(folder, path))))
  } catch {
    // Missing, or a folder, or unreadable: to the page these are one.
    return refusal(404)
  }
}
