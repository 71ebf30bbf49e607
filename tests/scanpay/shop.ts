import { makeRealClock } from '#drivers/clock/real'
import type { Log } from '#drivers/log/port'
import { OF_THE_TWIN } from '#drivers/scanpay/practice-codes'
import { startVirtualPlatform, type VirtualPlatform } from '#drivers/scanpay/host'
import { privateKeyOf, publicKeyOf } from '#drivers/scanpay/signing'
import { TEST_CUSTOMERS } from '#drivers/scanpay/virtual/customers'
import { newPlatformState } from '#drivers/scanpay/virtual/state'
import { devicesFor } from '#main/shell/devices-for'
import type { CashierView } from '#contract/view'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificate } from '../world/certificate.ts'
import { onDiskParts, openOnDisk, type OnDisk } from '../world/on-disk.ts'
import { AS_MANAGER, staff } from '../world/people.ts'
import { makePlugged } from '../world/plugged.ts'
import { makeRsaKeys } from './openssl.ts'

/** A shop whose settings name a platform, which is a twin on a socket: the station as it is in the profile `test`. */
export const PLATFORM_KEYS = makeRsaKeys()
export const TLS = makeCertificate()
export const BODY_KEY = Buffer.from('0123456789abcdeffedcba9876543210', 'hex')
export const WHO = { appid: 'OP00000001', merchant: '822290059430BFA', terminal: 'A0012345' }
export const SERIAL = '00DFBA8194C41B84CF'
const SKEW_ALLOWED_MS = 300_000

export interface Platform extends VirtualPlatform {
  /** The public key it was handed, and the number of the certificate that it made of it. */
  certify: (publicKey: string, serial?: string) => void
}

/** Listens on this machine; its clock is so much before ours. */
export async function openPlatform({ skewMs = 0 } = {}): Promise<Platform> {
  const real = makeRealClock()
  const merchant = {
    ...{ appid: WHO.appid, serial: SERIAL, key: publicKeyOf(makeRsaKeys().publicKey), number: WHO.merchant },
    ...{ terminals: [WHO.terminal], sm4: BODY_KEY },
  }
  const host = await startVirtualPlatform({
    ...{ clock: { wait: real.wait, nowMs: () => real.nowMs() + skewMs }, tls: TLS },
    state: newPlatformState(Object.values(TEST_CUSTOMERS)),
    twin: {
      ...{ merchant, platform: { serial: '0190A1B2C3D4', key: privateKeyOf(PLATFORM_KEYS.key) } },
      ...{ skewMs: SKEW_ALLOWED_MS, revokesSameDay: true, barsUndone: false, sealsAnswers: true },
    },
  })
  return {
    ...host,
    certify: (publicKey, serial = SERIAL) => void Object.assign(merchant, { key: publicKeyOf(publicKey), serial }),
  }
}

export const settingFor = (port: number, own: object = {}) => ({
  ...{
    host: 'localhost',
    port,
    ca: TLS.cert,
    proxy: null,
    ...WHO,
    serial: SERIAL,
    platform: PLATFORM_KEYS.certificate,
  },
  ...{
    place: { ip: '203.0.113.9', location: null, baseStation: null },
    subject: null,
    qr: 'ALIPAY' as const,
    refundsBy: 'labs' as const,
  },
  ...{ sealed: false, codes: OF_THE_TWIN, ...own },
})

export const IT = { number: '77', name: 'IT', role: 'it', password: '615273', mustChange: false }
export const AS_IT = { number: IT.number, password: IT.password }

export interface Shop extends OnDisk {
  readonly folder: string
  readonly view: () => CashierView
  /** What its log says. */
  readonly notes: string[]
  readonly close: () => Promise<void>
}

/** In a folder of its own, or in that of a shop that was closed; IT is on duty. */
export async function openShop(scanpay: ReturnType<typeof settingFor> | null, before?: Shop): Promise<Shop> {
  const folder = before?.folder ?? mkdtempSync(join(tmpdir(), 'scan-shop-'))
  const notes: string[] = []
  const log: Log = {
    note: (what) => void notes.push(what),
    fault: (what, cause) => void notes.push(`${what} ${String(cause)}`),
  }
  const parts = onDiskParts(folder)
  const plugged = makePlugged(parts.clock, log)
  const options = { profile: 'test', folder, language: null, headless: true, kiosk: false, customer: false } as const
  const service = () => {
    throw new Error('its devices are driven in this process')
  }
  const devices = await devicesFor({ ...options, attach: null }, { ...parts, log, service })
  const { station, ask } = await openOnDisk(folder, {
    ...{ log, firstSettings: { idleLockMinutes: null, scanpay } },
    devices: async (...given) => ({ ...(await devices(...given)), startProgram: plugged.startProgram }),
  })
  if (!before) {
    await staff(ask)
    await ask('operators.signIn', AS_MANAGER)
    await ask('operators.add', IT)
  }
  await ask('operators.signIn', AS_IT)
  return {
    ...{ station, ask, folder, notes },
    view: () => station.view('cashier') as CashierView, // the cashier's role gives the cashier's view
    close: () => station.close(),
  }
}

export const forget = (shop: Shop): void => rmSync(shop.folder, { recursive: true, force: true, maxRetries: 5 })
