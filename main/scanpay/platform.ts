import type { Handlers } from '#contract'
import type { CheckedView, PlatformView } from '#contract/scanpay'
import { done, refused } from '#domain/result'
import type { Clock } from '#drivers/clock/port'
import { makeMerchantKey, readMerchantKey, readPlatformKey, type MerchantKey } from '#drivers/scanpay/keys'
import { plan, type Acts } from '../acts.ts'
import { makeAlone } from '../alone.ts'
import { whileOnDuty } from '../operators/on-duty.ts'
import type { Vault } from '../vault.ts'
import type { RealPlatform } from './real.ts'
import { bodyKeyIn, keepBodyKey, keepKey, keysIn } from './vaulted.ts'

export interface StartPlatformParts {
  readonly acts: Acts
  readonly clock: Pick<Clock, 'nowMs'>
  readonly vault: Pick<Vault, 'get' | 'put'>
  readonly closing: AbortSignal
  readonly onChange: () => void
}

export interface StartedPlatform {
  readonly handlers: Handlers['scanpay']
  /** Null where the settings name no platform. */
  readonly view: () => PlatformView | null
  /** Resolves when it is not being asked any more. */
  readonly ended: () => Promise<unknown>
}

/** A real platform, for whoever looks after it: its keys, and whether it answers. */
export function startPlatform(parts: StartPlatformParts, real: RealPlatform): StartedPlatform {
  const { clock, closing, vault, onChange } = parts
  const { serial } = real.setting
  let keys = halvesIn(vault, serial)
  let last: CheckedView | null = null
  const asking = makeAlone(onChange)
  const check = async (): Promise<CheckedView> => {
    last = { ...(await real.check(closing)), atMs: clock.nowMs() }
    return last
  }
  return {
    handlers: {
      ...keyHandlers(parts, serial, () => {
        keys = halvesIn(vault, serial)
        last = null
      }),
      check: async () => {
        if (keys.key === null) return refused('platform-no-key')
        const found = await asking.take(check)
        return found ? done(found) : refused('busy')
      },
    },
    view: () => ({
      ...{ ...viewOf(real, clock.nowMs()), ...keys, ...bodyKeyView(real, vault) },
      ...{ busy: asking.isBusy(), checked: last },
    }),
    ended: asking.idle,
  }
}

type KeyCalls = Pick<Handlers['scanpay'], 'makeKey' | 'loadKey' | 'loadBodyKey'>

/** The key first: a record of one that is not there would mislead; the other way round it is loaded once more. */
function keyHandlers({ acts, vault }: StartPlatformParts, serial: string | null, changed: () => void): KeyCalls {
  const keep = (txn: string, how: 'made' | 'loaded', made: MerchantKey, discard: boolean) =>
    whileOnDuty(acts).act<{ print: string }, 'key-waits'>(txn, async (till) => {
      if (keysIn(vault, serial).waiting !== null && !discard) return refused('key-waits')
      await keepKey(vault, serial, made.pem)
      changed()
      const { print } = made
      return plan({ event: { is: 'scan-key-set', how, key: print, by: till.duty ?? '' }, answer: { print } })
    })
  return {
    makeKey: async ({ discard }, txn) => keep(txn, 'made', await makeMerchantKey(), discard),
    loadKey: async ({ pem, discard }, txn) => {
      const read = readMerchantKey(pem)
      if (!read.ok) return refused(LOADED[read.why])
      return keep(txn, 'loaded', read.value, discard)
    },
    loadBodyKey: ({ key }, txn) =>
      whileOnDuty(acts).act(txn, async (till) => {
        if (!(await keepBodyKey(vault, key.trim()))) return refused('no-body-key')
        changed()
        return plan({ event: { is: 'scan-key-set', how: 'of-bodies', key: null, by: till.duty ?? '' }, answer: {} })
      }),
  }
}

const LOADED = {
  garbled: 'key-garbled',
  encrypted: 'key-encrypted',
  private: 'key-garbled',
  public: 'key-public',
  'not-rsa': 'key-not-rsa',
  'too-short': 'key-too-short',
  'too-long': 'key-too-long',
} as const

/** What may be seen of the keys. */
function halvesIn(vault: Pick<Vault, 'get'>, serial: string | null): Pick<PlatformView, 'key' | 'waiting'> {
  const { inForce, waiting } = keysIn(vault, serial)
  return { key: halfOf(inForce), waiting: halfOf(waiting) }
}

function halfOf(pem: string | null): PlatformView['key'] {
  const read = pem === null ? null : readMerchantKey(pem)
  if (!read?.ok) return null
  const { publicKey, print } = read.value
  return { publicKey, print }
}

function viewOf({ setting }: RealPlatform, nowMs: number) {
  const { host, port, proxy, appid, merchant, terminal, serial, platform } = setting
  const read = readPlatformKey(platform)
  const untilMs = read.ok ? read.value.untilMs : null
  return {
    ...{ host: `${host}:${port}`, proxy: proxy && `${proxy.host}:${proxy.port}`, appid, merchant, terminal, serial },
    ...{ untilMs, isOver: untilMs !== null && nowMs > untilMs },
  }
}

function bodyKeyView({ setting }: RealPlatform, vault: Pick<Vault, 'get'>): Pick<PlatformView, 'bodyKey'> {
  if (!setting.sealed) return { bodyKey: 'not-used' }
  return { bodyKey: bodyKeyIn(vault) ? 'there' : 'none' }
}

const none = () => Promise.resolve(refused('no-platform'))
export const NO_PLATFORM: StartedPlatform = {
  handlers: { makeKey: none, loadKey: none, loadBodyKey: none, check: none },
  ...{ view: () => null, ended: () => Promise.resolve() },
}
