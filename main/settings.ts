import { Language, StationNumber, Theme } from '#contract/shapes'
import { holdsCardNumber } from '#domain/card-number'
import { DEFAULT_WEIGHED_RULES, faultOfRule } from '#domain/weighed'
import type { Disk } from '#drivers/disk/port'
import { durableFile } from '#journal/durable-file'
import type { Low } from 'lowdb'
import { AcquirerSetting } from './acquirer/settings.ts'
import { MessagesSettings, NO_MESSAGES } from './messages/settings.ts'
import { ScanpaySetting } from './scanpay/settings.ts'
import { HubSetting } from './sync/settings.ts'
import { FEES, FeesSetting, STATEMENT, StatementSetting } from './statements/settings.ts'
import { z } from 'zod'
import { join } from 'node:path'

/** How the shop's scales write their labels; `faultOfRule` says what a rule may be. */
const Weighed = z
  .strictObject({
    prefix: z.string(),
    item: z.int(),
    value: z.int(),
    holds: z.enum(['price', 'weight']),
    decimals: z.int(),
    valueCheck: z.boolean().default(false),
  })
  .superRefine((rule, context) => {
    const message = faultOfRule(rule)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })

/** Where the receipt printer is: in the shop's network, or behind a device file such as `/dev/usb/lp0`. */
const PrinterSetting = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('tcp'),
    host: z.string().regex(/^[\w.:-]{1,253}$/),
    port: z.int().min(1).max(65_535).default(9100),
  }),
  z.strictObject({ is: z.literal('file'), path: z.string().regex(/^\/.{1,4000}$/) }),
])

/** A payment terminal of its own in the shop's network (nexo Sale to POI); `id`: its POIID. It takes the cards. */
const TerminalSetting = z.strictObject({
  host: z.string().regex(/^[\w.:-]{1,253}$/),
  port: z.int().min(1).max(65_535),
  id: z.string().regex(/^[\w.-]{1,64}$/),
})
export type PrinterSetting = z.infer<typeof PrinterSetting>

const LABELS = DEFAULT_WEIGHED_RULES.map((rule) => ({ ...rule, valueCheck: rule.valueCheck ?? false }))

const RETENTION = { archiveAfterDays: 90 }

/** When head office's code is asked for. A live station always needs one; elsewhere it can be practised. */
const Activation = z.strictObject({
  practise: z.boolean().default(false),
  /** Days a code is good for; null: for ever. */
  everyDays: z.int().min(1).max(3650).nullable().default(180),
  /** Cards and scan payments go on so long without one. */
  graceHours: z.int().min(0).max(720).default(72),
  /** Whether a new major version asks for one. */
  onUpgrade: z.boolean().default(false),
})
const ACTIVATION = Activation.parse({})

const isEachOnce = (rules: readonly { readonly prefix: string }[]): boolean =>
  new Set(rules.map(({ prefix }) => prefix)).size === rules.length

const SECRETS = { maxAgeDays: 90, warnDays: 14 }
const IDLE_LOCK_MINUTES = 5

/** What IT decides for a station: `settings/station.json` in its data folder, made with defaults at the first start. */
export const SettingsFile = z.strictObject({
  shop: z
    .string()
    .min(1)
    .max(30)
    .refine((name) => !holdsCardNumber(name), { error: 'holds a card number' }),
  station: StationNumber,
  /** IANA name; the process's own zone is never used. */
  timeZone: z.string().refine(isTimeZone, { error: 'not a time zone' }),
  language: Language,
  theme: Theme,
  /** Columns of the receipt paper: 48 at 80 mm, 32 at 58 mm. */
  columns: z.union([z.literal(32), z.literal(48)]),
  /** Cash to whole jiao: `down` leaves the fen off, `half-up` rounds to the nearer jiao. */
  cashRounding: z.enum(['none', 'down', 'half-up']).default('none'),
  /** Thousandths of the list price a cashier may give away by discount or price; beyond it a manager signs in. */
  discountLimit: z.int().min(0).max(1000).default(100),
  /** Rate of the tax that prices hold, in thousandths (130: 13 %), shown on receipts; null shows none. */
  tax: z.int().min(0).max(1000).nullable().default(null),
  /** Null: the virtual printer, where there is one. */
  printer: PrinterSetting.nullable().default(null),
  /** Null: cards go to the acquirer from here. */
  terminal: TerminalSetting.nullable().default(null),
  /** Null: cards go to no acquirer from here; in training, to a bank's twin. */
  acquirer: AcquirerSetting.nullable().default(null),
  /** Null: scan payments go to no platform from here; in training, to a platform's twin. */
  scanpay: ScanpaySetting.nullable().default(null),
  /** Head office, which the records are sent to; null: they stay here. */
  hub: HubSetting.nullable().default(null),
  /** How mail and SMS leave the shop; null: not at all. */
  messages: MessagesSettings.default(NO_MESSAGES),
  /** From which age on closed journal files are kept compressed; null never. */
  retention: z.strictObject({ archiveAfterDays: z.int().min(1).max(36_500).nullable() }).default(RETENTION),
  /** How many days a secret lasts, null for ever; and how many before its end its owner is warned. */
  secrets: z
    .strictObject({ maxAgeDays: z.int().min(1).max(3650).nullable(), warnDays: z.int().min(0).max(365) })
    .default(SECRETS),
  /** After how many minutes without a key, a touch or a scan the station locks itself; null never. */
  idleLockMinutes: z.int().min(1).max(480).nullable().default(IDLE_LOCK_MINUTES),
  activation: Activation.default(ACTIVATION),
  /** What follows where the station finds itself changed: a manager is told, or besides only cash is taken. */
  integrity: z.strictObject({ onFailure: z.enum(['tell', 'cash-only']) }).default({ onFailure: 'tell' }),
  /** Labels of the shop's scales by their prefix, 20 to 29; a prefix that is not here is an ordinary code. */
  weighed: z.array(Weighed).max(10).refine(isEachOnce, { error: 'a prefix has one rule' }).default(LABELS),
  /** How the scan payment platform’s statement reads, and what it is thought to take. */
  ...{ statement: StatementSetting.default(STATEMENT), fees: FeesSetting.default(FEES) },
})
export type SettingsFile = z.infer<typeof SettingsFile>

export interface StationSettings extends SettingsFile {
  readonly profile: 'training' | 'live' | 'test'
  readonly epoch: number
}

export const DEFAULTS: SettingsFile = {
  shop: '小麦便利店',
  station: '01',
  timeZone: 'Asia/Shanghai',
  language: 'zh-CN',
  theme: 'light',
  columns: 48,
  cashRounding: 'none',
  discountLimit: 100,
  tax: null,
  ...{ printer: null, terminal: null, acquirer: null, scanpay: null, hub: null },
  messages: NO_MESSAGES,
  retention: RETENTION,
  secrets: SECRETS,
  idleLockMinutes: IDLE_LOCK_MINUTES,
  activation: ACTIVATION,
  integrity: { onFailure: 'tell' },
  weighed: LABELS,
  ...{ statement: STATEMENT, fees: FEES },
}

/**
 * The settings in a data folder; while nothing is written there, the defaults but for what `first` names. Throws
 * FileRefused and DiskFault.
 */
export const settingsIn = (disk: Disk, folder: string, first: Partial<SettingsFile> = {}): Promise<Low<SettingsFile>> =>
  durableFile({
    ...{ disk, path: join(folder, 'settings', 'station.json') },
    ...{ schema: SettingsFile, first: { ...DEFAULTS, ...first }, byHand: true },
  })

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // The only way to ask the runtime whether it knows a zone.
    return false
  }
}
