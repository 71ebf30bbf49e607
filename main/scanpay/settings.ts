import { LAKALA_CODES, verdictOf } from '#drivers/scanpay/codes'
import type { PlatformAddress } from '#drivers/scanpay/dial'
import type { Party } from '#drivers/scanpay/envelope'
import { isCertificate, readPlatformKey, type KeyFault } from '#drivers/scanpay/keys'
import { z } from 'zod'

/** What is wrong with a field, for whoever edits the file: in both languages, since it is read in a terminal. */
const said = (en: string, zh: string) => ({ error: `${en} · ${zh}` })

const HOST = said(
  'the name or address alone, without https:// or a path; the line is always HTTPS',
  '只写主机名或地址，不带 https:// 和路径；线路总是 HTTPS',
)
const Host = z.string(HOST).regex(/^[\w.:-]{1,253}$/, HOST)
const PORT = said('a port is a whole number, 1 to 65535', '端口是 1 到 65535 的整数')
const Port = z.int(PORT).min(1, PORT).max(65_535, PORT)

const PEM_CHARACTERS_MAX = 16_384
const CA = said(
  'PEM of one certificate (-----BEGIN CERTIFICATE-----), or null for those that this system trusts',
  '一张证书的 PEM（-----BEGIN CERTIFICATE-----），或 null：用系统信任的证书',
)

const NOT_A_KEY: Readonly<Record<KeyFault, string>> = {
  garbled: 'not PEM of one certificate or public key, or not all of it · 不是一张证书或一个公钥的 PEM，或不完整',
  encrypted: 'encrypted: it is a public thing and comes in the clear · 已加密：这是公开的内容，不需要加密',
  private:
    'a private key in a file counts as known: make another; here the platform’s public one · 私钥写进文件就算泄露，请换新的；这里写平台的公钥',
  public: 'not a public key · 不是公钥',
  'not-rsa': 'not an RSA key: the platform signs with RSA · 不是 RSA 密钥：平台用 RSA 签名',
  'too-short': 'its RSA key has less than 2048 bits · RSA 密钥不足 2048 位',
  'too-long': 'its RSA key has more than 4096 bits · RSA 密钥超过 4096 位',
}
const Platform = z
  .string(said('PEM of the platform’s certificate or public key', '平台证书或公钥的 PEM'))
  .max(PEM_CHARACTERS_MAX)
  .superRefine((pem, context) => {
    const read = readPlatformKey(pem)
    if (!read.ok) context.addIssue({ code: 'custom', message: NOT_A_KEY[read.why] })
  })

/** What goes into a header between quotes. */
const named = (en: string, zh: string) => z.string(said(en, zh)).regex(/^[\w.-]{1,64}$/, said(en, zh))
const numbered = (en: string, zh: string) => z.string(said(en, zh)).regex(/^[0-9A-Za-z]{1,32}$/, said(en, zh))
const APPID = [
  'as the platform names this merchant: letters, digits, . _ -',
  '平台给的应用号：字母、数字、. _ -',
] as const
const SERIAL = [
  'of the merchant’s certificate as the platform shows it, or null until there is one',
  '商户证书的序列号，照平台显示的写；还没有证书就写 null',
] as const
const MERCHANT = ['of 32 letters and digits at most', '最多 32 个字母和数字'] as const

const LOCATION = said(
  'latitude and longitude with their signs, such as +31.221345,+121.123450; or null',
  '带正负号的纬度和经度，例如 +31.221345,+121.123450；或 null',
)
const IP = said('the network address of the shop, such as 203.0.113.9', '门店的网络地址，例如 203.0.113.9')
const LOCATION_CHARACTERS_MAX = 32
const Place = z.strictObject({
  ip: z.union([z.ipv4(), z.ipv6()], IP),
  location: z
    .string(LOCATION)
    .max(LOCATION_CHARACTERS_MAX, LOCATION)
    .regex(/^[+-]\d{1,2}\.\d{1,12},[+-]\d{1,3}\.\d{1,12}$/, LOCATION)
    .nullable()
    .default(null),
  baseStation: z
    .string()
    .min(1)
    .max(128)
    .regex(/^\P{Cc}+$/u)
    .nullable()
    .default(null),
})

const CLASS = said(
  'one of declined, code, configuration, closed, not-found, not-refundable',
  '只能是 declined、code、configuration、closed、not-found、not-refundable 之一',
)
const FailureClass = z.enum(['declined', 'code', 'configuration', 'closed', 'not-found', 'not-refundable'], CLASS)
const CODE = said('a code of the platform: 16 letters and digits at most', '平台的代码：最多 16 个字母和数字')
const FAMILIES = ['labs', 'refund', 'unified', 'counter'] as const
const isSpokenFor = (code: string): boolean =>
  FAMILIES.some((family) => ['done', 'open'].includes(verdictOf(LAKALA_CODES, family, code).is))
/** No more than a contract's papers name. */
const CODES_MAX = 200
const Codes = z.record(z.string().regex(/^[0-9A-Za-z]{1,16}$/, CODE), FailureClass).superRefine((codes, context) => {
  if (Object.keys(codes).length > CODES_MAX) context.addIssue({ code: 'custom', message: 'too many · 太多' })
  for (const code of Object.keys(codes).filter(isSpokenFor)) {
    const message = 'means that it is done, or under way: it can not be a failure · 表示成功或处理中，不能当作失败'
    context.addIssue({ code: 'custom', message, path: [code] })
  }
})

const QR = said('ALIPAY, UQRCODEPAY or counter', '只能是 ALIPAY、UQRCODEPAY 或 counter')
const REFUNDS = said(
  'labs (scan refunds) or unified (unified refunds), as the contract says',
  '按合同写：labs（扫码退款）或 unified（统一退货）',
)
const SUBJECT = said('of 1 to 42 characters, in one line', '1 到 42 个字，写在一行里')

/** The scan payment platform of this shop, over HTTPS, signed both ways. The merchant's key is in the vault. */
export const ScanpaySetting = z.strictObject({
  host: Host,
  port: Port.default(443),
  /** PEM of who vouches for the host; null: who vouches for public servers. */
  ca: z.string(CA).max(PEM_CHARACTERS_MAX).refine(isCertificate, CA).nullable().default(null),
  /** Through which the shop's network leaves (HTTP CONNECT). */
  proxy: z.strictObject({ host: Host, port: Port }).nullable().default(null),
  appid: named(...APPID),
  /** Null while the merchant's key waits for its certificate: then nothing is charged. */
  serial: named(...SERIAL).nullable(),
  merchant: numbered(...MERCHANT),
  terminal: numbered(...MERCHANT),
  place: Place,
  /** PEM of the platform's certificate, or of its public key: what its answers are held against. */
  platform: Platform,
  /** What customers read on their telephones; null: the shop's name. */
  subject: z
    .string(SUBJECT)
    .min(1, SUBJECT)
    .max(42, SUBJECT)
    .regex(/^\P{Cc}*$/u, SUBJECT)
    .nullable()
    .default(null),
  /** Whose customers can scan the code that is shown, while others show theirs; `counter`: everybody's. */
  qr: z.enum(['ALIPAY', 'UQRCODEPAY', 'counter'], QR).default('ALIPAY'),
  /** Which of its interfaces gives money back. */
  refundsBy: z.enum(['labs', 'unified'], REFUNDS).default('labs'),
  /** Whether orders are sealed besides, with the key of bodies in the vault. */
  sealed: z.boolean(said('true or false', '只能是 true 或 false')).default(false),
  /** Failures that the contract's papers name, beside those that are known. */
  codes: Codes.default({}),
})
export type ScanpaySetting = z.infer<typeof ScanpaySetting>

export const addressOf = ({ host, port, ca, proxy }: ScanpaySetting): PlatformAddress => ({ host, port, ca, proxy })

export const partyOf = ({ appid, merchant, terminal, place }: ScanpaySetting): Party => ({
  ...{ appid, merchant, terminal, place },
})
