import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeRealClock } from '../drivers/clock/real.ts'
import { startVirtualPlatform } from '../drivers/scanpay/host.ts'
import { makeMerchantKey } from '../drivers/scanpay/keys.ts'
import { OF_THE_TWIN } from '../drivers/scanpay/practice-codes.ts'
import { practiceTls } from '../drivers/scanpay/practice-tls.ts'
import { publicKeyOf } from '../drivers/scanpay/signing.ts'
import { codeOf, TEST_CUSTOMERS } from '../drivers/scanpay/virtual/customers.ts'
import { newPlatformState } from '../drivers/scanpay/virtual/state.ts'

/** Where it listens (0: at a port that is free), and the folder for what a station needs. */
export interface ScanLab {
  readonly port: number
  readonly out: string
  readonly say: (line: string) => void
}

const WHO = { appid: 'OP00000001', merchant: '822290059430BFA', terminal: 'A0012345' }
const SERIAL = '00DFBA8194C41B84CF'
const SKEW_MS = 300_000
const SHOWN_CODES = 3

/**
 * A scan payment platform's twin on a socket of this machine, under keys of this run. `merchant.pub` is read anew at
 * each request: a station that makes its own key is certified by putting its public key there.
 */
export async function openScanLab({ port, out, say }: ScanLab): Promise<() => Promise<void>> {
  const clock = makeRealClock()
  const [theirs, merchant, tls] = [await makeMerchantKey(), await makeMerchantKey(), practiceTls(clock.nowMs())]
  mkdirSync(out, { recursive: true })
  const certified = join(out, 'merchant.pub')
  writeFileSync(certified, merchant.publicKey)
  writeFileSync(join(out, 'merchant.key'), merchant.pem, { mode: 0o600 })
  const host = await startVirtualPlatform({
    ...{ at: port, clock, tls, state: newPlatformState(Object.values(TEST_CUSTOMERS)) },
    twin: {
      merchant: {
        ...{ appid: WHO.appid, serial: SERIAL, number: WHO.merchant, terminals: [WHO.terminal], sm4: null },
        get key() {
          return publicKeyOf(readFileSync(certified, 'utf8'))
        },
      },
      platform: { serial: '0190A1B2C3D4', key: theirs.key },
      ...{ skewMs: SKEW_MS, revokesSameDay: true, barsUndone: false, sealsAnswers: false },
    },
    keep: ({ numbered, orders }) => {
      say(`request ${numbered}: ${orders.size} orders so far`)
      return Promise.resolve()
    },
  })
  const scanpay = {
    ...{ host: 'localhost', port: host.port, ca: tls.cert, ...WHO, serial: SERIAL, platform: theirs.publicKey },
    ...{ place: { ip: '127.0.0.1' }, codes: OF_THE_TWIN },
  }
  const piece = join(out, 'scanpay.json')
  writeFileSync(piece, `${JSON.stringify({ scanpay }, null, 2)}\n`)
  say(`The platform's twin listens at localhost:${host.port}. What to write in settings/station.json: ${piece}`)
  say(`For IT to load: ${join(out, 'merchant.key')}; or make a key at the station, and put its public key into`)
  say(`${certified}. Payment codes of its customers, each good once:`)
  for (const [name, customer] of Object.entries(TEST_CUSTOMERS)) {
    const codes = Array.from({ length: SHOWN_CODES }, (_, nth) => codeOf(customer, nth + 1))
    say(`  ${name.padEnd(8)} ${codes.join('  ')}`)
  }
  return host.close
}
