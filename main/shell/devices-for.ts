import { masterKeyIn, realCardTerminal } from '../acquirer/real.ts'
import { SECRET_NAMES } from '../messages/messages.ts'
import { gatewayOf } from '../messages/settings.ts'
import { realWallets } from '../scanpay/real.ts'
import type { PrinterSetting, StationSettings } from '../settings.ts'
import type { StationParts } from '../station.ts'
import type { Till } from '#domain/till'
import type { Vault } from '../vault.ts'
import type { StartOptions } from './options.ts'
import type { Shell } from './port.ts'
import { NO_DESK } from '#drivers/card-desk/none'
import type { Clock } from '#drivers/clock/port'
import { NO_FLOOR } from '#drivers/floor/none'
import { makeMessenger } from '#drivers/messenger/real'
import { makeDeviceFileConnect } from '#drivers/printer/device-file'
import { makeEscposPrinter } from '#drivers/printer/escpos'
import { makeTcpConnect } from '#drivers/printer/tcp'
import { supervise } from '#drivers/process/supervised'
import type { Random } from '#drivers/random/port'
import { makeDialTerminal } from '#drivers/terminal/connection'
import { makeNexoTerminal } from '#drivers/terminal/nexo'
import { makeTerminalPort } from '#drivers/terminal/payment-port'

/** Who practises waits long enough for an answer to see what waiting is like, and no longer. */
const TRAINING_ANSWER_MS = 8_000

type DevicesParts = Pick<StationParts, 'clock' | 'random' | 'disk' | 'sealing' | 'log'> & Pick<Shell, 'service'>

/**
 * The devices of a profile. Virtual ones are loaded only where they may be used, by dynamic import, so that a live
 * station can not reach them.
 */
export async function devicesFor(
  options: StartOptions,
  { clock, random, log, service, ...kept }: DevicesParts,
): Promise<StationParts['devices']> {
  const { makeVirtualPrinter } = await import('#drivers/printer/virtual')
  const { makeVirtualScanner } = await import('#drivers/scanner/virtual')
  const { makeBench } = await import('#drivers/bench/virtual')
  const { makeVirtualMessenger } = await import('#drivers/messenger/virtual')
  const { makeVirtualAcquirers } = await import('#drivers/payment/virtual-pair')
  return async (settings, vault, till) => {
    const { printer: named, columns } = settings
    const [scanner, virtual] = [makeVirtualScanner(), makeVirtualPrinter(columns)]
    const twins = makeVirtualAcquirers({ wait: clock.wait, answerMs: TRAINING_ANSWER_MS, trusting: true })
    const terminal = nexoTerminal(settings, clock, random)
    // Who practises writes to nobody.
    const isReal = options.profile === 'live' || (options.profile === 'test' && hasMessages(settings))
    const phone = makeVirtualMessenger(clock.wait)
    const school =
      options.profile === 'training'
        ? await openSchool(options, { clock, random, log, ...kept }, { till, settings })
        : null
    const cards = school?.bank ?? (await namedAcquirer(options, { settings, vault, clock }))
    const wallets = school?.platform.wallets ?? namedPlatform(settings, { vault, clock, random, log })
    return {
      ...{ scanner, printer: named ? realPrinter(named, columns, clock) : virtual },
      messenger: isReal ? realMessenger(settings, vault, clock) : phone,
      ports: {
        ...(!cards && { acquirer: twins.card }),
        ...(!wallets && { scanpay: twins.scan }),
        ...(terminal && { terminal: makeTerminalPort(terminal) }),
      },
      ...{ terminal, ...(cards && { acquirer: cards.terminal }), ...(wallets && { wallets }) },
      startProgram: () =>
        supervise({ start: () => service('devices', programArgs(options)), clock, log, name: 'devices' }),
      floor: school?.floor ?? NO_FLOOR,
      bench: makeBench({
        ...{ scanner, printer: named ? null : virtual, messenger: isReal ? null : phone },
        payments: { card: school?.bank ?? twins.card, scan: school?.platform ?? twins.scan },
        // Where a hub joins the stations, another one is a station.
        neighbour: settings.hub === null ? (school?.neighbour ?? null) : null,
        ...(cards?.customer && { customer: cards.customer }),
        ...(school && { payer: school.platform.payer }),
      }),
    }
  }
}

/** Whom one practises with: a bank, a payment platform, and another station of the shop. */
async function openSchool(
  { folder }: StartOptions,
  given: Pick<StationParts, 'clock' | 'random' | 'disk' | 'sealing' | 'log'>,
  { till: { cards }, settings }: { readonly till: Till; readonly settings: StationSettings },
) {
  const { openPracticePlatform } = await import('../training/platform.ts')
  const { openPracticeBank } = await import('../training/bank.ts')
  const { makeVirtualFloor } = await import('#drivers/floor/virtual')
  const { makeNeighbour } = await import('../training/neighbour.ts')
  const floor = makeVirtualFloor()
  const bank = await openPracticeBank({ ...given, folder, batch: cards.batch, answerMs: TRAINING_ANSWER_MS })
  const platform = await openPracticePlatform({ ...given, folder, shop: settings.shop })
  return { floor, neighbour: makeNeighbour(floor, given.random), bank, platform }
}

/** Where the settings name an acquirer. Outside of live a virtual reader stands at the counter, with a customer. */
async function namedAcquirer(
  { profile }: StartOptions,
  { settings, vault, clock }: { settings: StationSettings; vault: Pick<Vault, 'get'>; clock: Clock },
) {
  if (!settings.acquirer) return null
  if (profile === 'live')
    return { terminal: realCardTerminal(settings.acquirer, { vault, clock, desk: NO_DESK }), customer: null }
  const { makeVirtualDesk } = await import('#drivers/card-desk/virtual')
  const { makeCustomer } = await import('../training/customer.ts')
  const desk = makeVirtualDesk({ wait: clock.wait, tmk: () => masterKeyIn(vault) })
  return {
    terminal: realCardTerminal(settings.acquirer, { vault, clock, desk }),
    customer: makeCustomer(desk, clock),
  }
}

const namedPlatform = (
  { scanpay, shop }: StationSettings,
  given: Pick<DevicesParts, 'clock' | 'random' | 'log'> & { readonly vault: Pick<Vault, 'get'> },
) => scanpay && realWallets(scanpay, { ...given, shop })

/** Practice devices stand beside the real ones, and never in live. */
const programArgs = ({ profile }: StartOptions): string[] => (profile === 'live' ? [] : ['--practice'])

function realPrinter(named: PrinterSetting, columns: number, { wait }: Clock) {
  const connect = named.is === 'tcp' ? makeTcpConnect(named, wait) : makeDeviceFileConnect(named.path, wait)
  return makeEscposPrinter({ connect, wait, columns })
}

const nexoTerminal = ({ terminal: named, station }: StationSettings, clock: Clock, random: Random) =>
  named &&
  makeNexoTerminal({
    ...{ dial: makeDialTerminal(named, clock), clock, random },
    parties: { sale: `S${station}`, terminal: named.id },
  })

const hasMessages = ({ messages: { mail, sms } }: StationSettings): boolean => mail !== null || sms !== null

const realMessenger = ({ messages: { mail, sms } }: StationSettings, vault: Pick<Vault, 'get'>, clock: Clock) =>
  makeMessenger({ mail, sms: gatewayOf(sms), secret: (channel) => vault.get(SECRET_NAMES[channel]), clock })
