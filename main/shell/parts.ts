import { trainingGoods } from '../catalogue/training-goods.ts'
import { SECRET_NAMES } from '../messages/messages.ts'
import { gatewayOf } from '../messages/settings.ts'
import type { PrinterSetting, StationSettings } from '../settings.ts'
import type { Vault } from '../vault.ts'
import type { StationParts } from '../station.ts'
import type { StartOptions } from './options.ts'
import { passkeyOrigin } from './page-address.ts'
import type { Shell } from './port.ts'
import { openScratchCache, openSqliteCache } from '#drivers/cache/sqlite'
import { makeRealClock } from '#drivers/clock/real'
import type { Clock } from '#drivers/clock/port'
import { makeRealDisk } from '#drivers/disk/real'
import { NO_FLOOR } from '#drivers/floor/none'
import { makeHashing } from '#drivers/hashing/argon2'
import { COUNTER_COST } from '#drivers/hashing/port'
import { makeLog } from '#drivers/log/pino'
import { makeMessenger } from '#drivers/messenger/real'
import { makeDeviceFileConnect } from '#drivers/printer/device-file'
import { makeEscposPrinter } from '#drivers/printer/escpos'
import { makeTcpConnect } from '#drivers/printer/tcp'
import { supervise } from '#drivers/process/supervised'
import type { Random } from '#drivers/random/port'
import { makeRealRandom } from '#drivers/random/real'
import { makeDialTerminal } from '#drivers/terminal/connection'
import { makeNexoTerminal } from '#drivers/terminal/nexo'
import { makeTerminalPort } from '#drivers/terminal/payment-port'
import { join } from 'node:path'

/** Who practises waits long enough for an answer to see what waiting is like, and no longer. */
const TRAINING_ANSWER_MS = 8_000

/**
 * The drivers of a profile. Virtual devices are loaded only where they may be used, by dynamic import, so that a live
 * station can not reach them.
 */
export async function partsFor(
  options: StartOptions,
  { sealing, kind, service }: Pick<Shell, 'sealing' | 'kind' | 'service'>,
): Promise<StationParts> {
  const { makeVirtualPrinter } = await import('#drivers/printer/virtual')
  const { makeVirtualScanner } = await import('#drivers/scanner/virtual')
  const { makeBench } = await import('#drivers/bench/virtual')
  const { makeVirtualFloor } = await import('#drivers/floor/virtual')
  const { makeNeighbour } = await import('../training/neighbour.ts')
  const { makeVirtualMessenger } = await import('#drivers/messenger/virtual')
  const { makeVirtualAcquirers } = await import('#drivers/payment/virtual-pair')
  const [clock, random, log] = [makeRealClock(), makeRealRandom(), makeLog(join(options.folder, 'logs'))]
  return {
    ...{ disk: makeRealDisk(), clock, random },
    openCache: () => openSqliteCache(join(options.folder, 'cache')),
    openScratchCache: () => openScratchCache(join(options.folder, 'cache', 'checking')),
    hashing: makeHashing(COUNTER_COST),
    sealing,
    passkeyOrigin: passkeyOrigin(kind),
    devices: (settings, vault) => {
      const { printer: named, columns } = settings
      const scanner = makeVirtualScanner()
      const payments = makeVirtualAcquirers({ wait: clock.wait, answerMs: TRAINING_ANSWER_MS, trusting: true })
      const virtual = makeVirtualPrinter(columns)
      const terminal = nexoTerminal(settings, clock, random)
      // Who practises writes to nobody.
      const isReal = options.profile === 'live' || (options.profile === 'test' && hasMessages(settings))
      const phone = makeVirtualMessenger(clock.wait)
      const floor = options.profile === 'training' ? makeVirtualFloor() : NO_FLOOR
      const neighbour = options.profile === 'training' ? makeNeighbour(floor, random) : null
      return {
        ...{ scanner, printer: named ? realPrinter(named, columns, clock) : virtual },
        messenger: isReal ? realMessenger(settings, vault, clock) : phone,
        ports: {
          acquirer: payments.card,
          scanpay: payments.scan,
          ...(terminal && { terminal: makeTerminalPort(terminal) }),
        },
        terminal,
        startProgram: () =>
          supervise({ start: () => service('devices', programArgs(options)), clock, log, name: 'devices' }),
        floor,
        bench: makeBench({
          ...{ scanner, payments, neighbour, printer: named ? null : virtual, messenger: isReal ? null : phone },
        }),
      }
    },
    log,
    goods: trainingGoods,
    ...{ folder: options.folder, profile: options.profile, language: options.language },
  }
}

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
