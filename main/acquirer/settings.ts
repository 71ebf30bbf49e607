import type { AcquirerAddress } from '#drivers/acquirer/connection'
import { checkProfile, CUP_CLASSIC, F60_DIGITS, type AcquirerProfile } from '#drivers/acquirer/codec/profile'
import { isLoopback } from '../messages/settings.ts'
import { z } from 'zod'

/** Where of the classic profile an acquirer's host is another; what is left out is as there. */
const Switches = z
  .strictObject({
    keyLayout: z.enum(['001', '003', '004', '005', '006']),
    macKind: z.enum(['unionpay-ecb', 'x9.19', 'x9.9', 'sm4']),
    makBytes: z.literal([8, 16]),
    f48: z.enum(['bcd', 'ascii']),
    f60Digits: z.literal(F60_DIGITS),
    f61: z.enum(['bcd', 'ascii']),
    f61OfRefund: z.enum(['zeros', 'original']),
    padNibble: z.enum(['0', 'F']),
    f2Align: z.enum(['left', 'right']),
    f35Align: z.enum(['left', 'right']),
    tpdu: z.string(),
    header: z.string(),
    responseMs: z.int(),
    reversalRetries: z.int(),
    voidKeepsInDebit: z.boolean(),
    lengthLimit: z.int(),
  })
  .partial()
type Switches = z.infer<typeof Switches>

/** The acquirer that this station is a card terminal of, by ISO 8583 over TCP. Its master key is in the vault. */
export const AcquirerSetting = z
  .strictObject({
    host: z.string().regex(/^[\w.:-]{1,253}$/),
    port: z.int().min(1).max(65_535),
    /** `ca`: PEM of who vouches for the host · `name`: what its certificate bears; null: the host. */
    tls: z
      .strictObject({
        ca: z.string().startsWith('-----BEGIN CERTIFICATE-----').max(16_384).nullable().default(null),
        name: z.string().max(253).nullable().default(null),
      })
      .nullable(),
    /** Fields 41 and 42. */
    terminal: z.string().regex(/^[0-9A-Za-z]{8}$/),
    merchant: z.string().regex(/^[0-9A-Za-z]{15}$/),
    /** Whether it seals what it declines. */
    declines: z.enum(['signed', 'unsigned']).default('signed'),
    /** Up to so much a card without contact needs no PIN, fen. */
    pinFreeUpTo: z.int().min(0).max(100_000).default(100_000),
    switches: Switches.default({}),
  })
  .superRefine(({ host, tls, switches }, context) => {
    if (tls === null && !isLoopback(host)) {
      const message = 'a line without TLS shows card numbers to anybody on it · 不加密的线路会泄露卡号'
      context.addIssue({ code: 'custom', message, path: ['tls'] })
    }
    const checked = checkProfile(profileOf(switches))
    for (const { en, zh } of checked.ok ? [] : checked.contradictions)
      context.addIssue({ code: 'custom', message: `${en} · ${zh}`, path: ['switches'] })
  })
export type AcquirerSetting = z.infer<typeof AcquirerSetting>

/** The profile that a setting means. */
export const profileOf = (switches: Switches): AcquirerProfile => ({ ...CUP_CLASSIC, ...withoutHoles(switches) })

const withoutHoles = (switches: Switches): Partial<AcquirerProfile> =>
  Object.fromEntries(Object.entries(switches).filter(([, value]) => value !== undefined))

export const addressOf = ({ host, port, tls }: AcquirerSetting): AcquirerAddress => ({ host, port, tls })

/** In the vault, 32 hex digits. */
export const MASTER_KEY = 'acquirer.tmk'
