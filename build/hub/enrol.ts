import { createUser } from '@nats-io/nkeys'
import { createPublicKey } from 'node:crypto'
import type { Disk } from '../../drivers/disk/port.ts'
import { SHOP, STATION } from '../../drivers/hub/names.ts'
import { openStations, type Enrolment } from '../../main/head-office/stations.ts'
import type { Office } from './office.ts'

/** Letting stations in, and out. What changes here the hub knows once the shop's account was pushed to it. */
export interface OfficeParts {
  readonly office: Office
  readonly disk: Disk
  readonly nowMs: number
}

export interface Asked {
  readonly shop: string
  readonly station: string
  /** The station's `settings/identity.pub`, PEM. */
  readonly identity: string
  readonly days: number
}

const DAY_MS = 24 * 60 * 60_000
export const DAYS_MAX = 825

/** Why nothing was done. */
export type NotEnrolled = 'shop' | 'station' | 'identity' | 'days'
export type Enrolled =
  { readonly ok: true; readonly credentials: string } | { readonly ok: false; readonly why: NotEnrolled }

/**
 * Makes a station's credentials, and notes by which key it is to be known from now on. What it had before is taken
 * back: there is one of each station.
 */
export async function enrol({ office, disk, nowMs }: OfficeParts, asked: Asked): Promise<Enrolled> {
  const { shop, station, days } = asked
  if (!SHOP.test(shop)) return { ok: false, why: 'shop' }
  if (!STATION.test(station)) return { ok: false, why: 'station' }
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX) return { ok: false, why: 'days' }
  const publicKey = publicKeyIn(asked.identity)
  if (publicKey === null) return { ok: false, why: 'identity' }
  const user = createUser()
  const until = nowMs + days * DAY_MS
  const credentials = await office.stationCredentials({ shop, station }, user, until)
  const file = await openStations(disk, office.stationsPath)
  takeBack(file.data.stations, { shop, station }, nowMs)
  file.data.stations.push({
    ...{ shop, station, publicKey, user: user.getPublicKey(), enrolledAt: nowMs, until, revokedAt: null },
  })
  await file.write()
  return { ok: true, credentials }
}

/** The enrolments that were good until now; none where there was none. */
export async function revoke(
  { office, disk, nowMs }: OfficeParts,
  which: { readonly station: string; readonly shop: string },
): Promise<readonly Enrolment[]> {
  const file = await openStations(disk, office.stationsPath)
  const taken = takeBack(file.data.stations, which, nowMs)
  if (taken.length > 0) await file.write()
  return taken
}

function takeBack(stations: Enrolment[], which: { shop: string; station: string }, nowMs: number): Enrolment[] {
  const taken = stations.filter(
    ({ shop, station, revokedAt }) => shop === which.shop && station === which.station && revokedAt === null,
  )
  for (const each of taken) each.revokedAt = nowMs
  return taken
}

export const listed = async ({ office, disk }: OfficeParts): Promise<readonly Enrolment[]> =>
  (await openStations(disk, office.stationsPath)).data.stations

/** Claims of all shops' accounts, as the hub is to know them. */
export async function shopClaims(parts: OfficeParts): Promise<string[]> {
  const enrolled = await listed(parts)
  return Promise.all(parts.office.shops().map((shop) => parts.office.shopClaim(shop, enrolled)))
}

/** Base64 of its SubjectPublicKeyInfo; null where it is no public key of the kind that stations have. */
function publicKeyIn(pem: string): string | null {
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyType !== 'ed25519' || pem.includes('PRIVATE')) return null
    return key.export({ format: 'der', type: 'spki' }).toString('base64')
  } catch {
    // The library says only by throwing that a text is no key.
    return null
  }
}
