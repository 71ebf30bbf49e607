import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import type { PaymentPort } from '#drivers/payment/port'
import type { Random } from '#drivers/random/port'
import { codesWith } from '#drivers/scanpay/codes'
import { makeHttpTransport } from '#drivers/scanpay/http'
import { LakalaPort } from '#drivers/scanpay/port'
import { privateKeyOf, publicKeyOf } from '#drivers/scanpay/signing'
import type { ExchangeTrace, Transport } from '#drivers/scanpay/transport'
import type { Vault } from '../vault.ts'
import { checked, type Checked } from './checking.ts'
import { addressOf, partyOf, type ScanpaySetting } from './settings.ts'
import type { WalletsParts } from './start.ts'
import { noteIn } from './trace.ts'
import { bodyKeyIn, keysIn } from './vaulted.ts'

/** A platform that the settings name, for whoever looks after it. */
export interface RealPlatform {
  readonly setting: ScanpaySetting
  /** Whether all keys are there that a charge needs. */
  readonly hasKeys: () => boolean
  /** Asks it something harmless. Never rejects. */
  readonly check: (noMore: AbortSignal) => Promise<Checked>
}

export interface RealWalletsParts {
  readonly vault: Pick<Vault, 'get'>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** What customers read where the setting names nothing else. */
  readonly shop: string
}

/** The way to the platform that the settings name. */
export function realWallets(setting: ScanpaySetting, parts: RealWalletsParts): WalletsParts {
  const { vault, clock, random, log, shop } = parts
  const talk = { clock, party: partyOf(setting), codes: codesWith(setting.codes) }
  const note = noteIn(log)
  const transport = realTransport(setting, parts, note)
  const { qr: qrWallet, refundsBy } = setting
  const port = new LakalaPort({ ...talk, transport, subject: setting.subject ?? shop, qrWallet, refundsBy })
  const hasKeys = () => signerIn(setting, vault) !== null && (!setting.sealed || bodyKeyIn(vault) !== null)
  return {
    port: whileKeyed(port, hasKeys),
    close: () => Promise.resolve(),
    real: {
      ...{ setting, hasKeys },
      check: (noMore) => {
        let trace: ExchangeTrace | null = null
        const seen = realTransport(setting, parts, (each) => note((trace = each)))
        return checked({ ...talk, transport: seen, random, trace: () => trace }, noMore)
      },
    },
  }
}

/** By the keys that are in the vault when something is asked: what IT has loaded counts from the next request on. */
function realTransport(
  setting: ScanpaySetting,
  { vault, clock, random }: RealWalletsParts,
  onTrace: (trace: ExchangeTrace) => void,
): Transport {
  const [address, platformKey] = [addressOf(setting), publicKeyOf(setting.platform)]
  return {
    exchange: (request, noMore) => {
      const signer = signerIn(setting, vault)
      if (!signer) return Promise.resolve({ is: 'not-sent', why: 'unsignable' })
      const bodyKey = setting.sealed ? bodyKeyIn(vault) : null
      return makeHttpTransport({ address, signer, platformKey, bodyKey, clock, random, onTrace }).exchange(
        request,
        noMore,
      )
    },
  }
}

function signerIn({ appid, serial }: ScanpaySetting, vault: Pick<Vault, 'get'>) {
  const { inForce } = keysIn(vault, serial)
  return inForce === null || serial === null ? null : { appid, serial, key: privateKeyOf(inForce) }
}

/** Without its keys nothing is charged, and nothing asked: what became of an order stays open. */
function whileKeyed(port: PaymentPort, hasKeys: () => boolean): PaymentPort {
  return {
    settlesBy: port.settlesBy,
    send: (order, noMore) =>
      hasKeys() ? port.send(order, noMore) : Promise.resolve({ is: 'declined', why: 'no-key' }),
    lookUp: (order, noMore) => (hasKeys() ? port.lookUp(order, noMore) : Promise.resolve({ is: 'silence' })),
    reverse: (order, noMore) => (hasKeys() ? port.reverse(order, noMore) : Promise.resolve({ is: 'reversal-failed' })),
    onLate: (listener) => port.onLate(listener),
    onPrompt: (listener) => port.onPrompt?.(listener),
  }
}
