import fc from 'fast-check'
import { FIELDS, formatOf, type FieldFormat } from '#drivers/acquirer/codec/fields'
import { messageOf, type Message } from '#drivers/acquirer/codec/message'
import { CUP_CLASSIC, F60_DIGITS, type AcquirerProfile } from '#drivers/acquirer/codec/profile'

/** Sound profiles of every kind there is. */
const keys: fc.Arbitrary<Pick<AcquirerProfile, 'keyLayout' | 'macKind' | 'makBytes'>> = fc.constantFrom(
  ...([
    { keyLayout: '001', macKind: 'unionpay-ecb', makBytes: 8 },
    { keyLayout: '003', macKind: 'unionpay-ecb', makBytes: 8 },
    { keyLayout: '003', macKind: 'unionpay-ecb', makBytes: 16 },
    { keyLayout: '004', macKind: 'x9.19', makBytes: 16 },
    { keyLayout: '003', macKind: 'x9.9', makBytes: 8 },
    { keyLayout: '005', macKind: 'sm4', makBytes: 16 },
    { keyLayout: '006', macKind: 'sm4', makBytes: 16 },
  ] as const),
)
const align = fc.constantFrom('left' as const, 'right' as const)
const coding = fc.constantFrom('bcd' as const, 'ascii' as const)
export const profiles: fc.Arbitrary<AcquirerProfile> = fc
  .record({
    ...{ f48: coding, f61: coding, f60Digits: fc.constantFrom(...F60_DIGITS), f2Align: align, f35Align: align },
    padNibble: fc.constantFrom('0' as const, 'F' as const),
    f61OfRefund: fc.constantFrom('zeros' as const, 'original' as const),
    lengthLimit: fc.integer({ min: 512, max: 65_535 }),
  })
  .chain((switches) => keys.map((of) => ({ ...CUP_CLASSIC, ...switches, ...of })))

export const bytesOfLength = (min: number, max = min): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: min, maxLength: max })
const signs = (alphabet: string, min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength: min, maxLength: max })

const DIGITS = '0123456789'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const PRINTABLE = Array.from({ length: 95 }, (_none, at) => String.fromCharCode(0x20 + at)).join('')
const CHINESE = '银联交易成功请联系发卡行余额不足'

/** A value of that field, as long as it may be and shorter. */
function valueOf({ kind, size, prefix }: FieldFormat): fc.Arbitrary<string | Uint8Array> {
  const min = prefix === 0 ? size : 0
  switch (kind) {
    case 'n':
      return signs(DIGITS, min, size)
    case 'z':
      return signs(`${DIGITS}=`, min, size)
    case 'an':
      return signs(DIGITS + LETTERS, 0, size)
    case 'ans':
      return signs(PRINTABLE, 0, size).map((text) => (prefix === 0 ? text.trimEnd() : text))
    case 'gbk':
      return signs(PRINTABLE + CHINESE, 0, size >> 1)
    case 'b':
      return bytesOfLength(min, size)
  }
}

export const mtis: fc.Arbitrary<string> = signs(DIGITS, 3, 3).map((rest) => `0${rest}`)

/** Some of all fields, with values that this profile can pack. */
export function messages(profile: AcquirerProfile, without: readonly number[] = []): fc.Arbitrary<Message> {
  const known = Object.keys(FIELDS).map(Number)
  const fields = known.flatMap((field) => {
    const format = formatOf(field, profile)
    return format && !without.includes(field) ? [[String(field), valueOf(format)] as const] : []
  })
  const some = fc.record(Object.fromEntries(fields), { requiredKeys: [] })
  return fc.tuple(mtis, some).map(([mti, values]) => messageOf(mti, values))
}
