import type { Align, PadNibble } from './bcd.ts'

/**
 * In what one acquirer’s host differs from another: the specification is not public, and each host that is called
 * UnionPay-style has its own of these. Nothing else in the codec asks who the host is.
 */
export interface AcquirerProfile {
  readonly name: string
  /** 60.3 of the sign-in and so the layout of the keys in F62 of its answer: single, double, double with TDK; SM4. */
  readonly keyLayout: KeyLayout
  readonly macKind: MacKind
  /** In a slot of 16 bytes a MAK of single DES takes the first eight. */
  readonly makBytes: 8 | 16
  readonly f48: 'bcd' | 'ascii'
  /** Of financial messages; those of management have 11 always. */
  readonly f60Digits: F60Digits
  readonly f61: 'bcd' | 'ascii'
  /** What a refund says of the batch and the STAN of its original. */
  readonly f61OfRefund: 'zeros' | 'original'
  /** What fills half a byte behind or before an odd count of digits in a field with a length. */
  readonly padNibble: PadNibble
  /** F2 and F32. */
  readonly f2Align: Align
  readonly f35Align: Align
  /** Of requests: `60`, the host’s address (NII), the terminal’s. Ten digits. */
  readonly tpdu: string
  /** Twelve digits, see frame.ts. */
  readonly header: string
  readonly responseMs: number
  /** How often a reversal without a good answer is sent again. */
  readonly reversalRetries: number
  /** In the totals a voided sale counts as debit, and its void as credit; else neither counts. */
  readonly voidKeepsInDebit: boolean
  /** What the two bytes before a message may say at most. */
  readonly lengthLimit: number
}

export type KeyLayout = '001' | '003' | '004' | '005' | '006'
export type MacKind = 'unionpay-ecb' | 'x9.19' | 'x9.9' | 'sm4'
export type F60Digits = 13 | 15 | 17 | 19 | 21
export const F60_DIGITS: readonly F60Digits[] = [13, 15, 17, 19, 21]

export const CUP_CLASSIC: AcquirerProfile = {
  name: 'cup-classic',
  ...{ keyLayout: '003', macKind: 'unionpay-ecb', makBytes: 8 },
  ...{ f48: 'bcd', f60Digits: 13, f61: 'bcd', f61OfRefund: 'zeros' },
  ...{ padNibble: '0', f2Align: 'left', f35Align: 'left' },
  ...{ tpdu: '6000030000', header: '603100311003' },
  ...{ responseMs: 60_000, reversalRetries: 3, voidKeepsInDebit: true, lengthLimit: 4_096 },
}

const RANGES = {
  responseMs: { min: 1_000, max: 120_000 },
  reversalRetries: { min: 0, max: 10 },
  // Eight details of a batch and what is around them; two bytes can not say more.
  lengthLimit: { min: 512, max: 65_535 },
} as const

export interface Contradiction {
  readonly en: string
  readonly zh: string
}
export type ProfileChecked =
  { readonly ok: true } | { readonly ok: false; readonly contradictions: readonly Contradiction[] }

/** A profile that contradicts itself is used for nothing: each contradiction as a sentence for who sets it up. */
export function checkProfile(profile: AcquirerProfile): ProfileChecked {
  const contradictions = RULES.filter(({ broken }) => broken(profile)).map(({ en, zh }) => ({ en, zh }))
  return contradictions.length === 0 ? { ok: true } : { ok: false, contradictions }
}

interface Rule extends Contradiction {
  readonly broken: (profile: AcquirerProfile) => boolean
}

const isSm = ({ keyLayout }: AcquirerProfile): boolean => keyLayout === '005' || keyLayout === '006'
const isOut = (value: number, { min, max }: { readonly min: number; readonly max: number }): boolean =>
  !Number.isInteger(value) || value < min || value > max

const RULES: readonly Rule[] = [
  {
    broken: (profile) => isSm(profile) !== (profile.macKind === 'sm4'),
    en: 'A MAC by SM4 and the SM4 key layouts 005 and 006 go together: choose both or neither.',
    zh: 'SM4 算法的 MAC 必须与 SM4 密钥格式 005、006 同时使用，或同时不用。',
  },
  {
    broken: ({ keyLayout, makBytes }) => keyLayout === '001' && makBytes !== 8,
    en: 'Key layout 001 has a MAK of 8 bytes.',
    zh: '密钥格式 001 的 MAK 为 8 字节。',
  },
  {
    broken: (profile) => isSm(profile) && profile.makBytes !== 16,
    en: 'A MAK of SM4 has 16 bytes.',
    zh: 'SM4 的 MAK 为 16 字节。',
  },
  {
    broken: ({ macKind, makBytes }) => macKind === 'x9.19' && makBytes !== 16,
    en: 'A MAC by ANSI X9.19 needs a MAK of 16 bytes.',
    zh: 'ANSI X9.19 算法的 MAC 需要 16 字节的 MAK。',
  },
  {
    broken: ({ macKind, makBytes }) => macKind === 'x9.9' && makBytes !== 8,
    en: 'A MAC by ANSI X9.9 needs a MAK of 8 bytes.',
    zh: 'ANSI X9.9 算法的 MAC 需要 8 字节的 MAK。',
  },
  {
    broken: ({ f60Digits }) => !F60_DIGITS.includes(f60Digits),
    en: 'F60 of a financial message has 13, 15, 17, 19 or 21 digits.',
    zh: '金融交易的 60 域长度只能是 13、15、17、19 或 21 位。',
  },
  {
    broken: ({ tpdu }) => !/^60\d{8}$/.test(tpdu),
    en: 'A TPDU is 60 and eight digits.',
    zh: 'TPDU 为 60 加八位数字。',
  },
  {
    broken: ({ tpdu }) => /^60\d{8}$/.test(tpdu) && tpdu.slice(2, 6) === tpdu.slice(6),
    en: 'The two addresses of the TPDU are the same, so an answer could not be told from a request.',
    zh: 'TPDU 的两个地址相同，无法区分请求与应答。',
  },
  {
    broken: ({ header }) => !/^(6[0-3]|91)\d\d[01]0\d{6}$/.test(header),
    en: 'A header is twelve digits: 60 to 63 or 91, the version, 0 or 1 for the state, 0, and six of its own.',
    zh: '报文头为十二位数字：60 至 63 或 91、版本号、状态 0 或 1、处理要求 0、保留六位。',
  },
  {
    broken: ({ responseMs }) => isOut(responseMs, RANGES.responseMs),
    en: 'The wait for an answer is 1 to 120 seconds.',
    zh: '等待应答的时间为 1 至 120 秒。',
  },
  {
    broken: ({ reversalRetries }) => isOut(reversalRetries, RANGES.reversalRetries),
    en: 'A reversal is repeated 0 to 10 times.',
    zh: '冲正重发次数为 0 至 10 次。',
  },
  {
    broken: ({ lengthLimit }) => isOut(lengthLimit, RANGES.lengthLimit),
    en: 'The limit for a message is 512 to 65535 bytes.',
    zh: '报文长度上限为 512 至 65535 字节。',
  },
]
