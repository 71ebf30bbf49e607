import type { Till } from '#domain/till'
import type { Bench } from '#drivers/bench/port'
import type { Floor } from '#drivers/floor/port'
import type { Cache } from '#drivers/cache/port'
import type { Clock } from '#drivers/clock/port'
import type { Disk } from '#drivers/disk/port'
import type { Hashing } from '#drivers/hashing/port'
import type { Log } from '#drivers/log/port'
import type { Messenger } from '#drivers/messenger/port'
import type { Printer } from '#drivers/printer/port'
import type { PaymentTerminal } from '#drivers/terminal/port'
import type { Supervised } from '#drivers/process/supervised'
import type { Random } from '#drivers/random/port'
import type { Scanner } from '#drivers/scanner/port'
import type { Sealing } from '#drivers/sealing/port'
import type { CardTerminalParts } from './acquirer/start.ts'
import type { Delivery } from './authority/ports.ts'
import type { CatalogueGoods } from './catalogue/catalogue.ts'
import type { Surroundings } from './integrity/look.ts'
import type { Ports } from './payment/ports.ts'
import type { WalletsParts } from './scanpay/start.ts'
import type { SettingsFile, StationSettings } from './settings.ts'
import type { Vault } from './vault.ts'
import type { HubNamed } from './sync/at-start.ts'

/** Everything that can surprise the station, behind ports: the same station runs at a counter and in a simulation. */
export interface StationParts {
  readonly disk: Disk
  readonly openCache: () => Cache
  /** An empty one that is gone when it is closed. */
  readonly openScratchCache: () => Cache
  readonly clock: Clock
  readonly random: Random
  readonly hashing: Hashing
  readonly sealing: Sealing
  /** Left out: codes go by mail and SMS, as the settings say. */
  readonly delivery?: Delivery
  /** Those that the settings name, and virtual ones for the others. */
  readonly devices: (settings: StationSettings, vault: Pick<Vault, 'get'>, till: Till) => Devices | Promise<Devices>
  /** Head office's hub, as the settings name it; asked before the records are opened. Left out: there is none. */
  readonly hub?: HubNamed
  readonly log: Log
  /** What is sold where no goods were imported. */
  readonly goods: readonly CatalogueGoods[]
  /** The station's data folder. */
  readonly folder: string
  readonly profile: StationSettings['profile']
  /** Said at the start; wins over the settings file until somebody chooses on the screen. */
  readonly language: 'zh-CN' | 'en' | null
  readonly segmentBytes?: number
  /** What the settings file is begun with where it is to differ from the defaults. */
  readonly firstSettings?: Partial<SettingsFile>
  /** Of the pages, where their window can use passkeys. */
  readonly passkeyOrigin?: string | null
  /** Of the program, such as `1.4.2`. */
  readonly version?: string
  /** What the station can see of itself; left out where it does not look. */
  readonly surroundings?: Surroundings
}

export interface Devices {
  readonly printer: Printer
  readonly scanner: Scanner
  /** The one that the settings name; left out, or null: none. */
  readonly terminal?: PaymentTerminal | null
  readonly ports: Ports
  /** Where cards go from here; left out: to whoever `ports` has for them, if anybody. */
  readonly acquirer?: CardTerminalParts
  /** Where scan payments go; left out: to whoever `ports` has for them, if anybody. */
  readonly wallets?: WalletsParts
  readonly messenger: Messenger
  /** The other stations of the shop. */
  readonly floor: Floor
  /** Hands at the virtual devices, where the profile has some; null in live. */
  readonly bench: Bench | null
  /** Starts the process that drives what is plugged in. */
  readonly startProgram: () => Supervised
}
