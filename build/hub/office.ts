import { fmtCreds } from '@nats-io/jwt'
import type { KeyPair } from '@nats-io/nkeys'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HubPlace } from '../../drivers/hub/dial.ts'
import { makeAuthority, makeServerCertificate, type OwnCertificate } from '../../drivers/cipher/certificate.ts'
import type { Enrolment } from '../../main/head-office/stations.ts'
import { hubClaim, officeClaim, operatorClaim, shopClaim, stationClaim, systemClaim, type ShopKeys } from './claims.ts'
import { configText } from './config.ts'
import { keyIn, readIfThere, writeSecret } from './keys.ts'

/**
 * Head office's folder: `keys/` (operator, accounts, authority; never leave this machine), `shops/` (two keys a shop),
 * `ca.pem` for stations, `hub.json` (where the hub is), `stations.json` (whom it let in), `nodes/` (what each server
 * reads).
 */
export class Office {
  readonly folder: string
  readonly operator: KeyPair
  readonly system: KeyPair
  readonly hub: KeyPair

  constructor(folder: string) {
    this.folder = folder
    this.operator = keyIn(this.at('keys', 'operator.nk'), 'operator')
    this.system = keyIn(this.at('keys', 'system.nk'), 'account')
    this.hub = keyIn(this.at('keys', 'hub.nk'), 'account')
  }

  at(...parts: string[]): string {
    return join(this.folder, ...parts)
  }

  get stationsPath(): string {
    return this.at('stations.json')
  }

  /** Both made where the shop is new. */
  shop(shop: string): ShopKeys {
    const key = (name: string) => keyIn(this.at('shops', shop, `${name}.nk`), 'account')
    return { shop, account: key('account'), stations: key('stations') }
  }

  shops(): string[] {
    return existsSync(this.at('shops')) ? readdirSync(this.at('shops')).sort() : []
  }

  /** Who vouches for the hub's servers: made with the first of them. */
  authority(nowMs: number): OwnCertificate {
    const [key, cert] = [readIfThere(this.at('keys', 'ca.key')), readIfThere(this.at('ca.pem'))]
    if (key !== null && cert !== null) return { key, cert }
    const made = makeAuthority('cashier-station head office', { nowMs, days: AUTHORITY_DAYS })
    writeSecret(this.at('keys', 'ca.key'), made.key)
    writeFileSync(this.at('ca.pem'), made.cert)
    return made
  }

  /** The account of one shop, as it is now. */
  shopClaim(shop: string, enrolled: readonly Enrolment[]): Promise<string> {
    const revoked: Record<string, number> = {}
    for (const { user, revokedAt, ...of } of enrolled)
      if (of.shop === shop && revokedAt !== null) revoked[user] = Math.ceil(revokedAt / SECOND_MS)
    return shopClaim(this.shop(shop), { hub: this.hub, operator: this.operator, revoked })
  }

  /** What a station shows the hub, good up to `untilMs`. */
  async stationCredentials(
    { shop, station }: { readonly shop: string; readonly station: string },
    user: KeyPair,
    untilMs: number,
  ): Promise<string> {
    const until = Math.floor(untilMs / SECOND_MS)
    return credentialsText(await stationClaim(this.shop(shop), { station, user, until }), user)
  }

  /** What head office itself shows the hub. Made anew each time from a key that is kept. */
  async ownCredentials(name: 'office' | 'ledger' | 'system'): Promise<string> {
    const user = keyIn(this.at('keys', `${name}-user.nk`), 'user')
    return credentialsText(await officeClaim(user, name === 'system' ? this.system : this.hub, name), user)
  }

  /** Writes what one server reads: its configuration and its keys. */
  async writeNode(node: OfficeNode): Promise<string> {
    const folder = this.at('nodes', node.name)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const authority = this.authority(node.nowMs)
    if (!existsSync(join(folder, 'server.key'))) {
      const parts = { nowMs: node.nowMs, days: SERVER_DAYS }
      const { key, cert } = makeServerCertificate(authority, node.names, parts)
      writeSecret(join(folder, 'server.key'), key)
      writeFileSync(join(folder, 'server.pem'), cert)
    }
    writeFileSync(join(folder, 'ca.pem'), authority.cert)
    const text = configText({
      ...{ name: node.name, listen: node.listen, cluster: node.cluster },
      ...{ keysAt: node.keysAt ?? folder, dataAt: node.dataAt, logAt: node.logAt },
      operator: await operatorClaim(this.operator, this.system),
      system: { account: this.system.getPublicKey(), claim: await systemClaim(this.system, this.operator) },
      hub: { account: this.hub.getPublicKey(), claim: await hubClaim(this.hub, this.operator) },
    })
    const path = join(folder, 'nats-server.conf')
    writeFileSync(path, text)
    return path
  }
}

/** Where its hub was last, by head office's own note; null where none has been made so far. */
export function hubPlaceIn(folder: string): HubPlace | null {
  const [note, ca] = [readIfThere(join(folder, 'hub.json')), readIfThere(join(folder, 'ca.pem'))]
  if (note === null || ca === null) return null
  const { servers } = JSON.parse(note) as Pick<HubPlace, 'servers'> // we wrote it
  return { servers, ca }
}

export interface OfficeNode {
  readonly name: string
  /** Host names and addresses by which it is called. */
  readonly names: readonly [string, ...string[]]
  readonly listen: string
  /** Where its keys will lie; null: where they are written. */
  readonly keysAt: string | null
  readonly dataAt: string
  readonly logAt: string
  readonly cluster: { readonly listen: string; readonly peers: readonly string[] } | null
  readonly nowMs: number
}

const SECOND_MS = 1_000
const AUTHORITY_DAYS = 3_650
const SERVER_DAYS = 825

/** A credentials file: what was signed, and the key that goes with it. */
const credentialsText = (claim: string, user: KeyPair): string => Buffer.from(fmtCreds(claim, user)).toString()
