import type { Handlers } from '#contract'
import type { ScanStage } from '#contract/payments'
import type { PlatformView } from '#contract/scanpay'
import type { Clock } from '#drivers/clock/port'
import type { Answer, PaymentPort, PortOrder, Prompt } from '#drivers/payment/port'
import { isPaymentCode, walletOf, type Wallet } from '#drivers/scanpay/wallet'
import type { Ports } from '../payment/ports.ts'
import { makeCodeDesk, type CodeDesk } from './code-desk.ts'
import { NO_PLATFORM, startPlatform, type StartPlatformParts } from './platform.ts'
import type { RealPlatform } from './real.ts'

/** The way to a scan payment platform. */
export interface WalletsParts {
  readonly port: PaymentPort
  /** Resolves when nothing of it is open any more. */
  readonly close: () => Promise<void>
  /** One that the settings name; left out: one to practise with. */
  readonly real?: RealPlatform
}

export interface StartScansParts extends StartPlatformParts {
  readonly clock: Pick<Clock, 'wait' | 'nowMs'>
  /** Null: scan payments go to whoever `ports` has for them, if anybody. */
  readonly wallets: WalletsParts | null
}

export interface StartedScans {
  /** The others', and the platform's. */
  readonly ports: (others: Ports) => Ports
  /** What was scanned while somebody pays: see `CodeDesk.take`. */
  readonly take: CodeDesk['take']
  readonly showOurs: CodeDesk['showOurs']
  /** What the customer is asked for, or shown. */
  readonly stage: () => ScanStage | null
  readonly handlers: Handlers['scanpay']
  /** Null where the settings name no platform. */
  readonly view: () => PlatformView | null
  readonly ended: () => Promise<void>
}

/** Shorter ones are goods: a GTIN has fourteen digits at most. Of whose wallet it is the platform decides. */
const CODE_DIGITS_MIN = 16
const isCode = (text: string): boolean => isPaymentCode(text) && text.length >= CODE_DIGITS_MIN

/** Scan payments by a platform: a charge begins with the customer's code, or with ours for them to scan. */
export function startScans(parts: StartScansParts): StartedScans {
  const { clock, wallets, onChange } = parts
  if (!wallets) return NONE
  const platform = wallets.real ? startPlatform(parts, wallets.real) : NO_PLATFORM
  const desk = makeCodeDesk({ wait: clock.wait, isCode })
  const shown = new Map<string, Prompt>()
  desk.onChange(onChange)
  wallets.port.onPrompt?.((attempt, prompt) => {
    if (prompt) shown.set(attempt, prompt)
    else shown.delete(attempt)
    onChange()
  })
  let paying: Wallet | null = null
  const onPaying = (wallet: Wallet | null): void => {
    paying = wallet
    onChange()
  }
  const stage = (): ScanStage | null => {
    if (desk.isAsking()) return { is: 'code' }
    if (paying !== null) return { is: 'paying', wallet: paying }
    const [prompt] = shown.values()
    return prompt ? { is: 'ours', text: prompt.text, leftMs: Math.max(0, prompt.untilMs - clock.nowMs()) } : null
  }
  return {
    ports: (others) => ({ ...others, scanpay: withCodes(wallets, { desk, onPaying }) }),
    ...{ take: desk.take, showOurs: desk.showOurs, stage, handlers: platform.handlers, view: platform.view },
    ended: async () => {
      await platform.ended()
      await wallets.close()
    },
  }
}

interface Coding {
  readonly desk: CodeDesk
  /** A code of this wallet is being charged; null: none is any more. */
  readonly onPaying: (wallet: Wallet | null) => void
}

/** A platform's port whose charges begin with a code. */
function withCodes({ port, real }: WalletsParts, { desk, onPaying }: Coding): PaymentPort {
  const charge = async (order: PortOrder, noMore: AbortSignal): Promise<Answer> => {
    // Nobody takes out a telephone for what can not be charged.
    if (real?.hasKeys() === false) return port.send(order, noMore)
    const shown = await desk.ask(noMore)
    switch (shown.is) {
      case 'code':
        onPaying(walletOf(shown.code))
        return port.send({ ...order, code: shown.code }, noMore).finally(() => onPaying(null))
      case 'ours':
        return port.send(order, noMore)
      case 'late':
        return { is: 'declined', why: 'code-late' }
      case 'given-up':
        return { is: 'not-sent' }
    }
  }
  return {
    settlesBy: port.settlesBy,
    send: (order, noMore) => (order.kind === 'pay' ? charge(order, noMore) : port.send(order, noMore)),
    lookUp: (order, noMore) => port.lookUp(order, noMore),
    reverse: (order, noMore) => port.reverse(order, noMore),
    onLate: (listener) => port.onLate(listener),
  }
}

const NONE: StartedScans = {
  ports: (others) => others,
  ...{ take: () => 'none', showOurs: () => false, stage: () => null, ended: () => Promise.resolve() },
  ...{ handlers: NO_PLATFORM.handlers, view: NO_PLATFORM.view },
}
