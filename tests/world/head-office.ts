import type { Disk } from '#drivers/disk/port'
import { headOfficeIn, signRevoked, type HeadOfficeFile } from '#main/head-office/trust'
import {
  deviceFingerprint,
  keyId,
  makeToken,
  placeOf,
  publicText,
  scannable,
  type TokenFields,
} from '#main/head-office/token'
import { readPublicKey } from '#main/identity'
import { SettingsFile, settingsIn } from '#main/settings'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { alsoSearchFor } from './secrets.ts'
import { FOLDER, makeWorld, type World, type WorldOptions } from './world.ts'

/** Head office of the test shop, and a shop that needs its codes. */
export const OFFICE = generateKeyPairSync('ed25519').privateKey
const STRANGER = generateKeyPairSync('ed25519').privateKey
export const TERMINAL = { merchant: 'M00000000000001', terminal: 'T0000001' }
export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** The station looks at the clock as often. */
const LOOK_MS = 600_000

export interface IssueOptions extends Partial<TokenFields> {
  readonly days?: number
  readonly by?: 'office' | 'stranger'
  readonly merchant?: string
  readonly terminal?: string
  readonly device?: string
}

export interface ActivationShop {
  readonly world: World
  readonly device: () => Promise<string>
  /** A code, as it is typed. */
  readonly issue: (own?: IssueOptions) => Promise<string>
  readonly issueScannable: (own?: IssueOptions) => Promise<string>
  readonly enter: (code: string) => ReturnType<World['ask']>
  readonly disk: () => Disk
  /** Time passes by the wall clock, and the station looks at it. */
  readonly passes: (ms: number) => Promise<void>
  /** Changes what IT put there; counts from the next start. */
  readonly setTrust: (change: Partial<HeadOfficeFile>) => Promise<void>
  readonly setRules: (rules: Partial<SettingsFile['activation']>) => Promise<void>
}

const trusted = (key: KeyObject) => ({ [keyId(publicText(key))]: publicText(key) })

export async function makeActivationShop(options: WorldOptions, practise = true): Promise<ActivationShop> {
  const setTrust = async (disk: Disk, change: Partial<HeadOfficeFile>) => {
    const file = await headOfficeIn(disk, FOLDER)
    file.data = { ...file.data, ...change }
    await file.write()
  }
  const setRules = async (disk: Disk, rules: Partial<SettingsFile['activation']>, more: Partial<SettingsFile> = {}) => {
    const file = await settingsIn(disk, FOLDER)
    // Days pass here as tests say, and nobody is to be locked out by them.
    const activation = { ...file.data.activation, ...rules }
    const lasting = { idleLockMinutes: null, secrets: { maxAgeDays: null, warnDays: 14 } }
    file.data = SettingsFile.parse({ ...file.data, ...lasting, ...more, activation })
    await file.write()
  }
  // The running station's own way to the disk: another process would end it.
  let own: Disk | null = null
  const disk = (): Disk => {
    if (own === null) throw new Error('the station never started')
    return own
  }
  const world = await makeWorld({
    ...options,
    through: (given) => (own = given),
    prepare: async (disk) => {
      await disk.makeFolder(`${FOLDER}/settings`)
      await setTrust(disk, { ...TERMINAL, keys: trusted(OFFICE) })
      await setRules(disk, { practise }, options.settings)
    },
  })
  const device = async () => deviceFingerprint((await readPublicKey({ disk: disk(), folder: FOLDER })) ?? '')
  let issued = 0
  const issue = async ({ days = 30, by = 'office', ...own }: IssueOptions = {}) => {
    const issuedMs = Math.floor(world.clock.nowMs() / 60_000) * 60_000
    const place = placeOf({ ...TERMINAL, device: await device(), ...own })
    const id = (++issued).toString(16).padStart(16, '0')
    const fields = {
      kind: 'activation' as const,
      place,
      issuedMs,
      expiresMs: issuedMs + days * DAY_MS,
      id,
      operator: '',
    }
    const token = makeToken({ ...fields, ...own }, by === 'office' ? OFFICE : STRANGER)
    alsoSearchFor(token)
    return token
  }
  return {
    ...{ world, device, issue, disk },
    passes: async (ms) => {
      world.clock.set(world.clock.nowMs() + ms - LOOK_MS)
      await world.clock.advance(LOOK_MS)
    },
    issueScannable: async (own) => scannable(await issue(own)),
    enter: (code) => world.ask('activation.enter', { code }),
    setTrust: (change) => setTrust(disk(), change),
    setRules: (rules) => setRules(disk(), rules),
  }
}

export const revoked = (ids: readonly string[], nowMs: number) => signRevoked(ids, nowMs, OFFICE)
